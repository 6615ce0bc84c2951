"""Writes pages as verdicts come and the index last, so that memory holds one row per submission.

Beside the index lie the grades as a sheet, and the terminal shows the class at a glance: whoever asked for
pages should not have to grade twice to see who passed.
"""

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from harness.judging.verdict import Summary, Verdict
from harness.reports.console import make_console
from harness.reports.csv import grade_line, header_line
from harness.reports.grid import IndexRow, index_row, natural
from harness.reports.html.index import render_index
from harness.reports.html.page import render_page
from harness.reports.registry import Destination, Report
from harness.reports.table import render_rows
from harness.reports.write import ReportError, emit, write_text, writing

INDEX = "index.html"
GRADES = "grades.csv"


def page_name(verdict: Verdict, taken: set[str]) -> str:
    """Return a file name for a verdict's page that is safe anywhere and not in `taken`, and take it.

    Names come from folders of strangers: only letters, digits, dot, hyphen and underscore are kept.
    """
    who = verdict.student or PurePath(verdict.path).stem or "submission"
    name = f"{_slug(who)}--{_slug(verdict.problem)}"
    unique, count = name, 1
    while unique.casefold() in taken:  # some file systems do not tell capitals apart
        count += 1
        unique = f"{name}-{count}"
    taken.add(unique.casefold())
    return f"{unique}.html"


def _slug(text: str) -> str:
    kept = re.sub(r"[^A-Za-z0-9._-]+", "_", text)[:80].strip(".") or "_"
    # On Windows a name that a device has before its first dot is the device.
    kept = re.sub(r"(?i)^(con|prn|aux|nul|com\d|lpt\d)(?=\.)", r"\1_", kept)
    if kept == text:
        return kept
    # Two names that differ only in what was dropped stay two names.
    return f"{kept}-{hashlib.sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:6]}"


@dataclass(slots=True)
class DirectoryReport:
    """A page for each submission, an index, and the grades as a sheet."""

    to: Destination
    directory: Path
    rows: list[IndexRow] = field(default_factory=list)
    grades: list[str] = field(default_factory=list)
    taken: set[str] = field(default_factory=set)

    def add(self, verdict: Verdict) -> None:
        """Write one page."""
        name = page_name(verdict, self.taken)
        page = render_page(verdict, self.to.problem_page(verdict.problem), index=INDEX)
        write_text(self.directory / name, page)
        self.rows.append(index_row(verdict, href=name))
        self.grades.append(grade_line(verdict))

    def finish(self, summary: Summary) -> None:
        """Write the index and the sheet, print the table, and say where everything is."""
        write_text(self.directory / INDEX, render_index(self.rows, summary))
        # Verdicts come in the order they end; a sheet of grades is read by name.
        by_name = sorted(zip(self.rows, self.grades, strict=True), key=lambda pair: natural(pair[0].path))
        write_text(self.directory / GRADES, header_line() + "".join(line for _row, line in by_name))
        with writing(self.to.stream):
            console = make_console(self.to.stream)
            render_rows(self.rows, summary, console)
            console.print(
                f" Reports: {self.directory / INDEX}   Grades: {self.directory / GRADES}", soft_wrap=True
            )


@dataclass(slots=True)
class PageReport:
    """The one page of one submission, on a stream."""

    to: Destination

    def add(self, verdict: Verdict) -> None:
        """Write the page."""
        emit(self.to.stream, render_page(verdict, self.to.problem_page(verdict.problem)))

    def finish(self, summary: Summary) -> None:
        """Write nothing: one page needs no index."""


def open_report(to: Destination) -> Report:
    """Start an HTML report. Raises ReportError where many pages would go to one stream."""
    if to.directory is not None:
        return DirectoryReport(to, to.directory)
    if to.many:
        raise ReportError("An HTML report of several submissions is a directory. Name one with --output DIR.")
    return PageReport(to)
