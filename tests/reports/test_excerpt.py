"""The lines around a finding, and the columns under it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.judging.verdict import FindingRecord
from harness.reports.excerpt import excerpt


def finding(line, column=None, end_line=None, end_column=None):
    """A finding at a place."""
    return FindingRecord(
        code="HG1", rule="r", severity="error", origin="source", message="m", help="h",
        line=line, column=column, end_line=end_line, end_column=end_column,
    )  # fmt: skip


def marked(source, record, **options):
    """The underlined text of the finding's line."""
    line = next(line for line in excerpt(source, record, **options) if line.under)
    return line.text[slice(*line.under)]


@pytest.mark.parametrize("indent", ["", "    ", "\t", "\t \t"])
@pytest.mark.parametrize("width", [12, 40, 200])
def test_the_mark_is_on_what_is_meant(indent, width):
    """Tabs and long lines move the window, never the mark off its text."""
    source = f"a\n{indent}loss.grad{' + 1' * 50}\nb"
    start = len(indent) + 6
    assert marked(source, finding(2, start, 2, start + 4), width=width) == "grad"


def test_lines_of_one_excerpt_move_together():
    """Indentation still compares when a long line is cut."""
    source = "    short\n" + " " * 60 + "far.grad\n    short"
    texts = [line.text for line in excerpt(source, finding(2, 65, 2, 69), width=20)]
    assert texts == ["", " " * 12 + "far.grad", ""]


def test_a_finding_over_several_lines_is_marked_to_the_end_of_its_first():
    """The first line is where to look."""
    assert marked("f(a,\n  b)", finding(1, 3, 2, 4)) == "a,"


@pytest.mark.parametrize("line", [None, 0, -1, 99])
def test_a_line_that_is_not_there_has_no_excerpt(line):
    """A finding about the whole file, or a wrong one, shows no source."""
    assert excerpt("a\nb\n", finding(line, 1, line, 2)) == ()


@settings(deadline=None)
@given(st.text("ab\t\n ", max_size=80), *[st.integers(-5, 90)] * 4, st.integers(1, 30))
def test_any_place_is_marked_within_its_line(source, line, column, end_line, end_column, width):
    """However wrong its columns, a finding never marks outside the window."""
    for shown in excerpt(source, finding(line, column, end_line, end_column), width=width):
        assert len(shown.text) <= width
        if shown.under is not None:
            assert 0 <= shown.under[0] <= shown.under[1] <= width
