"""Grades as comma-separated values, one row per submission.

A spreadsheet runs a cell that begins with = + - @ as a formula, so text from a submission is quoted first.
A judge error has an empty score: never a zero.
"""

import csv
import io
from dataclasses import dataclass
from typing import TextIO

from harness.judging.verdict import Summary, Verdict
from harness.reports.clean import clean_line
from harness.reports.registry import Destination, Report
from harness.reports.write import emit

COLUMNS = ("student", "path", "problem", "status", "accepted", "score", "diagnosis", "message")

# Full-width forms count: some spreadsheets read them as the ASCII characters.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


def header_line() -> str:
    """Return the row of column names, newline included."""
    return _row(COLUMNS)


def grade_line(verdict: Verdict) -> str:
    """Return one verdict as a row, newline included; `score` is 0 to 1 with up to 4 decimals, empty for JE."""
    score = "" if verdict.score is None else f"{verdict.score:.4f}".rstrip("0").rstrip(".")
    return _row(
        (
            cell(verdict.student or ""),
            cell(verdict.path),
            cell(verdict.problem),
            verdict.status,
            "true" if verdict.accepted else "false",
            score,
            cell(verdict.diagnosis.code if verdict.diagnosis else ""),
            cell(f"{verdict.message} {verdict.diagnosis.message}" if verdict.diagnosis else verdict.message),
        )
    )


def cell(text: str) -> str:
    """Return hostile text as one line that no spreadsheet takes for a formula (an apostrophe is put before it)."""
    line = clean_line(text)
    return "'" + line if text.startswith(_FORMULA) or line.startswith(_FORMULA) else line


def _row(values: tuple[str, ...]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(values)
    return buffer.getvalue()


@dataclass(slots=True)
class CsvReport:
    """Writes the header, then a row as each verdict ends."""

    stream: TextIO

    def add(self, verdict: Verdict) -> None:
        """Write one row."""
        emit(self.stream, grade_line(verdict))

    def finish(self, summary: Summary) -> None:
        """Write nothing: a sheet of grades has no footer, and every row is already there."""


def open_report(to: Destination) -> Report:
    """Start a sheet of grades."""
    emit(to.stream, header_line())
    return CsvReport(to.stream)
