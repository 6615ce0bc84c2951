"""A class at a glance: students x problems, built once and shown by every format that has an overview."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from harness.judging.verdict import STATUSES, Status, Verdict
from harness.reports.clean import clean_line
from harness.reports.words import diagnosis_name


@dataclass(frozen=True, slots=True)
class IndexRow:
    """What an overview keeps of one verdict: small, so that a class of thousands fits in memory. Text is clean.

    `score` is 0 to 1, None for no verdict. `diagnosis` is the mistake where it has a name, else the diagnosis code.
    `href` is the page of the submission, relative to the overview.
    """

    student: str | None
    path: str
    problem: str
    status: Status
    score: float | None
    message: str
    diagnosis: str | None = None
    diagnosis_message: str | None = None
    href: str | None = None

    @property
    def label(self) -> str:
        """The student, or the path where no student is known."""
        return self.student or self.path

    @property
    def reason(self) -> str:
        """Why it is not accepted, as short as it is known; empty for an accepted submission."""
        return "" if self.status == "AC" else self.diagnosis_message or self.message


@dataclass(frozen=True, slots=True)
class Line:
    """One student: for each problem of the grid what was handed in, and the mean over what was judged, 0 to 1."""

    label: str
    cells: tuple[tuple[IndexRow, ...], ...]
    judged: int
    average: float | None


@dataclass(frozen=True, slots=True)
class Grid:
    """Problems across, students down, and counts. JE counts under its status and enters no average."""

    problems: tuple[str, ...]
    lines: tuple[Line, ...]
    by_status: tuple[tuple[Status, int], ...]
    by_diagnosis: tuple[tuple[str, int], ...]
    average: float | None


def index_row(verdict: Verdict, href: str | None = None) -> IndexRow:
    """Reduce a verdict to its row."""
    diagnosis = verdict.diagnosis
    return IndexRow(
        student=clean_line(verdict.student) if verdict.student is not None else None,
        path=clean_line(verdict.path),
        problem=clean_line(verdict.problem),
        status=verdict.status,
        score=None if verdict.status == "JE" else verdict.score,
        message=clean_line(verdict.message),
        diagnosis=diagnosis_name(diagnosis),
        diagnosis_message=clean_line(diagnosis.message) if diagnosis else None,
        href=href,
    )


def build_grid(rows: Iterable[IndexRow]) -> Grid:
    """Sort rows into a grid: names in natural order (s2 before s10), statuses in the order of the contract."""
    rows = tuple(rows)
    problems = tuple(sorted({row.problem for row in rows}, key=natural))
    by_label: dict[str, list[IndexRow]] = {}
    for row in rows:
        by_label.setdefault(row.label, []).append(row)
    statuses = Counter(row.status for row in rows)
    diagnoses = Counter(row.diagnosis for row in rows if row.diagnosis)
    return Grid(
        problems=problems,
        lines=tuple(_line(label, by_label[label], problems) for label in sorted(by_label, key=natural)),
        by_status=tuple((status, statuses[status]) for status in STATUSES if statuses[status]),
        by_diagnosis=tuple(sorted(diagnoses.items(), key=lambda item: (-item[1], item[0]))),
        average=_mean(rows),
    )


def natural(name: str) -> tuple[tuple[int, str], ...]:
    """Return a sort key that reads numbers as numbers."""
    pieces = re.split(r"([0-9]+)", name.casefold())
    # A number is padded by its length, so that pieces stay comparable: ("5" < "12") because 1 < 2 digits.
    return tuple(
        (len(piece.lstrip("0")) if piece.isdigit() else 0, piece.lstrip("0") or piece) for piece in pieces
    )


def _line(label: str, rows: Sequence[IndexRow], problems: tuple[str, ...]) -> Line:
    cells = tuple(
        tuple(sorted((row for row in rows if row.problem == problem), key=lambda row: natural(row.path)))
        for problem in problems
    )
    return Line(label, cells, sum(row.score is not None for row in rows), _mean(rows))


def _mean(rows: Iterable[IndexRow]) -> float | None:
    scores = [row.score for row in rows if row.score is not None]
    return sum(scores) / len(scores) if scores else None
