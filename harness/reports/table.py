"""A class at a terminal: one problem with many students, or students x problems, and counts by verdict."""

from collections.abc import Iterable, Sequence

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from harness.judging.verdict import Summary, Verdict
from harness.reports.clean import clean_line
from harness.reports.grid import Grid, IndexRow, build_grid, index_row
from harness.reports.words import MARKS, percent

MAX_SKIPPED = 20
CELL = 16  # columns that one cell of the grid needs, its gap included


def render_table(verdicts: Iterable[Verdict], summary: Summary, console: Console) -> None:
    """Print an overview of many verdicts; only a short row of each is kept."""
    render_rows([index_row(verdict) for verdict in verdicts], summary, console)


def render_rows(rows: Sequence[IndexRow], summary: Summary, console: Console) -> None:
    """Print an overview of rows: a grid where it fits the width, else a table per problem."""
    grid = build_grid(rows)
    if rows:
        label = max(len(line.label) for line in grid.lines)
        fits = label + CELL * (len(grid.problems) + 1) <= console.width
        across = len(grid.problems) > 1 and fits
        tables = (
            [_across(grid, console)]
            if across
            else [_down(grid, c, console) for c in range(len(grid.problems))]
        )
        for table in tables:
            console.print(Padding(table, (1, 1, 0, 1)))
    console.print(Padding(_counts(grid, summary), (1, 1, 0, 1)))
    render_skipped(summary, console)
    console.print()


def render_skipped(summary: Summary, console: Console) -> None:
    """Print what was found but fits no problem, and whether the run was cut short; nothing when neither holds."""
    if summary.skipped:
        text = Text().append(f"\nSkipped: {len(summary.skipped)}", style="limit")
        for item in summary.skipped[:MAX_SKIPPED]:
            text.append(f"\n  {clean_line(item.path)}")
            text.append(f"  {clean_line(item.reason)}", style="quiet")
        if len(summary.skipped) > MAX_SKIPPED:
            text.append(f"\n  and {len(summary.skipped) - MAX_SKIPPED} more", style="quiet")
        console.print(Padding(text, (0, 1)))
    if summary.interrupted:
        console.print(Padding(Text("\nInterrupted: this is not the whole class.", style="limit"), (0, 1)))


def _mark(row: IndexRow, console: Console) -> Text:
    mark = MARKS[row.status]
    return Text(f"{mark.plain if console.options.ascii_only else mark.shape} {row.status}", style=mark.tone)


def _across(grid: Grid, console: Console) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="quiet")
    table.add_column("Student", overflow="fold")
    for problem in grid.problems:
        table.add_column(problem, overflow="fold")
    table.add_column("Average", justify="right", no_wrap=True)
    for line in grid.lines:
        cells: list[RenderableType] = [Text(line.label)]
        for rows in line.cells:
            cell = Text("\n").join(_mark(row, console).append(f" {_score(row)}") for row in rows)
            cells.append(cell if rows else Text("·", style="quiet"))
        cells.append(Text("" if line.average is None else percent(line.average)))
        table.add_row(*cells)
    return table


def _down(grid: Grid, column: int, console: Console) -> Table:
    narrow = console.width < 80
    table = Table(
        box=None,
        padding=(0, 2, 0, 0),
        pad_edge=False,
        header_style="quiet",
        title=Text(grid.problems[column], style="heading"),
        title_justify="left",
    )
    table.add_column("Student", overflow="fold", max_width=20 if narrow else None)
    table.add_column("Verdict", no_wrap=True)
    table.add_column("Score", justify="right", no_wrap=True)
    table.add_column("Why", overflow="fold", max_width=None if narrow else 90)
    for line in grid.lines:
        for row in line.cells[column]:
            table.add_row(Text(line.label), _mark(row, console), Text(_score(row)), Text(row.reason))
    return table


def _score(row: IndexRow) -> str:
    return "none" if row.score is None else percent(row.score)


def _counts(grid: Grid, summary: Summary) -> Text:
    text = Text().append(f"{summary.total} submission{'' if summary.total == 1 else 's'}", style="heading")
    for status, count in grid.by_status:
        text.append(f"\n  {count:>4}  ")
        text.append(f"{status:<3} {MARKS[status].word}", style=MARKS[status].tone)
        if status == "JE":
            text.append("  (the judge failed; enters no average)", style="quiet")
    if grid.average is not None:
        text.append(f"\n  average {percent(grid.average)}")
    if grid.by_diagnosis:
        common = ", ".join(f"{code} ({count})" for code, count in grid.by_diagnosis[:5])
        text.append(f"\n  most common: {common}", style="quiet")
    return text
