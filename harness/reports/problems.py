"""The problems of a course at a terminal: level by level, and how far a learner is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.reports.clean import clean_line
from harness.reports.words import MARKS

if TYPE_CHECKING:
    from harness.runs.standing import Progress, Standing

MAX_WIDTH: Final = 110
#: Columns that stand beside stem and title, their gaps included, and the least that is worth giving a title.
BESIDE_GOLDENS: Final = 46
BESIDE_STANDINGS: Final = 38
LEAST_TITLE: Final = 18
#: Shape, shape for ASCII, word and tone of a standing.
STANDINGS: "Final[dict[Standing, tuple[str, str, str, str]]]" = {
    "solved": ("✔", "+", "solved", "good"),
    "tried": ("✘", "x", "not yet right", "bad"),
    "next": ("▸", ">", "next", "accent"),
    "later": (" ", " ", "later", "quiet"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """A problem in the list. A spec that cannot be read has a title of `(unsound)` and no more."""

    stem: str
    level: int
    title: str
    difficulty: str
    cases: str
    golden: str


def print_problems(rows: Sequence[Row], console: Console, progress: "Progress | None" = None) -> None:
    """Print the list; with `progress`, how far the learner is and what is next in place of the goldens."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="quiet", show_edge=False)
    width = min(console.width, MAX_WIDTH)
    # A stem says nearly what a title does, and must be read whole: it is what every command is given.
    stems = max((len(row.stem) for row in rows), default=0)
    titled = width - stems - (BESIDE_GOLDENS if progress is None else BESIDE_STANDINGS) >= LEAST_TITLE
    table.add_column("Problem", no_wrap=True)
    if titled:
        table.add_column("Title", overflow="fold")
    table.add_column("Difficulty", no_wrap=True)
    if progress is None:
        table.add_column("Cases", no_wrap=True)
        table.add_column("Golden", no_wrap=True)
    else:
        table.add_column("Standing", no_wrap=True)
    level = -1
    for row in sorted(rows, key=lambda row: row.level):
        if row.level != level:
            if level >= 0:
                table.add_row()
            level = row.level
            table.add_row(Text(f"Level {level + 1}", style="heading"))
        title = [Text(clean_line(row.title))] if titled else []
        words = [Text(row.stem), *title, Text(row.difficulty, style="quiet")]
        if progress is None:
            table.add_row(*words, Text(row.cases), Text(row.golden))
        else:
            table.add_row(*words, _standing(row.stem, progress, console))
    console.print(Padding(table, (1, 1, 0, 1)), width=width)
    if progress is not None:
        console.print(Padding(_summary(rows, progress), (1, 1, 0, 1)), width=width)
    console.print()


def _standing(stem: str, progress: "Progress", console: Console) -> Text:
    standing = progress.standing[stem]
    shape, plain, word, tone = STANDINGS[standing]
    verdict = progress.verdicts.get(stem)
    if verdict is not None and standing == "tried":
        mark = MARKS[verdict.status]
        shape, plain, word, tone = mark.shape, mark.plain, mark.word, mark.tone
    return Text(f"{plain if console.options.ascii_only else shape} {word}", style=tone)


def _summary(rows: Sequence[Row], progress: "Progress") -> Text:
    """How many are solved, and what to do now: first what was begun, then what has come into reach."""
    text = Text(f"{len(progress.solved)} of {len(rows)} solved.", style="heading")
    for standing, words in (("tried", "Not yet right: "), ("next", "Next: ")):
        stems = [
            row.stem for row in sorted(rows, key=lambda r: r.level) if progress.standing[row.stem] == standing
        ]
        if stems:
            more = f" and {len(stems) - 6} more" if len(stems) > 6 else ""
            text.append(f"\n{words}", style="quiet")
            text.append(f"{', '.join(stems[:6])}{more}", style="default")
    first = next((row.stem for row in rows if progress.standing[row.stem] == "next"), None)
    if first is not None:
        text.append(f"\nhandgrad show {first}", style="quiet")
    return text
