"""Grades: rows a spreadsheet reads as text and numbers, never as formulas."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.reports.csv import COLUMNS, cell, grade_line, header_line
from tests.reports import samples


def read(text):
    """Parse as a spreadsheet would."""
    return list(csv.DictReader(io.StringIO(header_line() + text)))


def test_one_row_per_verdict():
    """Every verdict is one row with every column."""
    rows = read("".join(grade_line(verdict) for verdict in samples.school()))
    assert [row["status"] for row in rows] == ["AC", "WA", "RV", "TLE", "RTE", "CE", "JE", "WA"]
    assert all(set(row) == set(COLUMNS) for row in rows)
    assert rows[1]["score"] == "0.25"
    assert rows[1]["diagnosis"] == "mistake"


def test_a_judge_error_has_no_score():
    """An average over the column must not count it as zero."""
    assert read(grade_line(samples.judge_error()))[0]["score"] == ""
    assert read(grade_line(samples.cannot_load()))[0]["score"] == "0"


@pytest.mark.parametrize(
    "attack", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "\uff1d1", "=cmd|' /C calc'!A0"]
)
def test_a_formula_is_text(attack):
    """Whatever a spreadsheet would run begins with an apostrophe."""
    row = read(grade_line(samples.verdict(attack, message=attack, path=attack)))[0]
    assert row["student"].startswith("'")
    assert row["message"].startswith("'")
    assert row["path"].startswith("'")


@settings(deadline=None)
@given(st.text(st.characters()))
def test_any_text_makes_one_cell_and_utf8(text):
    """Any text at all is one cell on one line that encodes."""
    line = grade_line(samples.verdict("s01", message=text))
    line.encode("utf-8")
    rows = list(csv.reader(io.StringIO(line)))
    assert len(rows) == 1
    assert rows[0][-1] == cell(text)
    assert not cell(text).startswith(("=", "+", "-", "@", "\t", "\r"))
