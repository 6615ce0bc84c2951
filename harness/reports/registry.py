"""The formats, by name, in the order help lists them.

Importing this costs nothing: a format's module, with rich or Jinja behind it, is imported when it is opened.
A new format is one module with `open_report(to: Destination) -> Report`, and one line here.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol, TextIO, cast

if TYPE_CHECKING:
    from harness.judging.verdict import Summary, Verdict
    from harness.reports.html.model import ProblemPage


class Report(Protocol):
    """A report being written: verdicts as they come, then one summary. Each may raise ReportError."""

    def add(self, verdict: "Verdict") -> None:
        """Take one more verdict. Nothing of it needs to be kept by the caller."""

    def finish(self, summary: "Summary") -> None:
        """Take the summary and write whatever comes last."""


def no_problem_page(stem: str) -> "ProblemPage | None":  # noqa: ARG001 - a default for a lookup by stem
    """Find no problem statement: the default where a report is written without a course."""
    return None


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a report goes.

    `stream` takes a stream format, and a directory format's only page when `directory` is None.
    `many` is True when several submissions were asked for, even if one turns up.
    `problem_page` finds the statement of a stem, or None.
    """

    stream: TextIO
    directory: Path | None = None
    many: bool = False
    problem_page: "Callable[[str], ProblemPage | None]" = field(default=no_problem_page)


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write a report.

    `shape` is "stream" for one text, or "directory" for a file per submission and an index.
    `carries_verdict` is True where a program reads the verdict from the report, so that the exit code need not.
    """

    name: str
    title: str
    module: str
    shape: Literal["stream", "directory"] = "stream"
    carries_verdict: bool = False

    def open(self, to: Destination) -> Report:
        """Import the format and start a report."""
        opener = cast("Callable[[Destination], Report]", import_module(self.module).open_report)
        return opener(to)


FORMATS: tuple[Format, ...] = (
    Format("text", "for a person at a terminal", "harness.reports.text"),
    Format("json", "JSON Lines: one verdict a line, then a summary", "harness.reports.json"),
    Format(
        "html", "a page per submission, an index and grades.csv", "harness.reports.html", shape="directory"
    ),
    Format("csv", "grades, one row per submission", "harness.reports.csv"),
    Format("sarif", "broken rules, for code scanning", "harness.reports.sarif", carries_verdict=True),
)

NAMES: tuple[str, ...] = tuple(format_.name for format_ in FORMATS)


def find_format(name: str) -> Format:
    """Return the format called `name`. Raises LookupError with the names there are and the nearest one."""
    for format_ in FORMATS:
        if format_.name == name:
            return format_
    near = get_close_matches(name, NAMES, n=1)
    hint = f" Did you mean {near[0]!r}?" if near else ""
    raise LookupError(f"There is no format {name!r}; there are {', '.join(NAMES)}.{hint}")
