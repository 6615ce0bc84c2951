"""What the templates are given: plain, frozen and already in words. A template decides nothing but looks."""

from dataclasses import dataclass

from markupsafe import Markup

from harness.judging.verdict import Status
from harness.reports.grid import Grid
from harness.reports.html.heatmap import HeatMap
from harness.reports.words import Mark


@dataclass(frozen=True, slots=True)
class ProblemPage:
    """What a report shows of the problem; `statement` and `hints` are Markdown with `$math$`."""

    stem: str
    title: str
    statement: str
    hints: tuple[str, ...] = ()
    difficulty: str | None = None
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """A problem page rendered."""

    title: str
    about: str
    body: Markup
    hints: tuple[Markup, ...]


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A row of the cases table. `anchor` leads to its pictures, where it has any."""

    name: str
    hidden: bool
    mark: Mark
    points: str
    view: str
    error: str
    tolerance: str
    times: str
    anchor: str | None


@dataclass(frozen=True, slots=True)
class ViewPicture:
    """Where one rejected view of a shown case is off."""

    name: str
    error: str
    tolerance: str
    times: str
    place: str
    got: str
    expected: str
    heat: HeatMap | None


@dataclass(frozen=True, slots=True)
class CasePicture:
    """The rejected views of one shown case."""

    name: str
    anchor: str
    mark: Mark
    views: tuple[ViewPicture, ...]
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding. `shown` is True where its line is on the page and can be linked to."""

    anchor: str
    error: bool
    severity: str
    code: str
    rule: str
    message: str
    help: str
    line: int | None
    column: int | None
    runtime: bool
    shown: bool


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of the submission: pieces of text, each marked or not, and the findings that begin here."""

    number: int
    pieces: tuple[tuple[str, bool], ...]
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """A titled list of names and values for the run's details."""

    title: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One submission."""

    title: str
    status: Status
    mark: Mark
    score: str
    problem: str
    stem: str
    student: str | None
    path: str
    message: str
    diagnosis: str | None
    mistake: str | None
    sure: str | None
    where: str | None
    next: str
    advised: bool
    cases: tuple[CaseLine, ...]
    pictures: tuple[CasePicture, ...]
    notes: tuple[Note, ...]
    source: tuple[SourceLine, ...]
    source_rest: int
    output: str
    output_rest: bool
    statement: Statement | None
    facts: tuple[Facts, ...]
    index: str | None


@dataclass(frozen=True, slots=True)
class Slice:
    """A piece of the bar of verdicts, in hundredths of its width."""

    tone: str
    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Count:
    """How often a verdict or a diagnosis was given."""

    code: str
    word: str
    shape: str
    tone: str
    count: int


@dataclass(frozen=True, slots=True)
class Index:
    """The overview of a class."""

    title: str
    headline: str
    extent: str
    average: str | None
    grid: Grid
    statuses: tuple[Count, ...]
    slices: tuple[Slice, ...]
    skipped: tuple[tuple[str, str], ...]
    interrupted: bool
