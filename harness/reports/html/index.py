"""The overview of a class as a page: students x problems, counts, and what was skipped."""

from collections.abc import Sequence

from harness.judging.verdict import Summary
from harness.reports.clean import clean_line
from harness.reports.grid import Grid, IndexRow, build_grid
from harness.reports.html.model import Count, Index, Slice
from harness.reports.html.render import render
from harness.reports.words import MARKS, percent


def render_index(rows: Sequence[IndexRow], summary: Summary) -> str:
    """Return the overview page; a row with an `href` links to its submission."""
    return render(
        "index.html.j2", index=build_index(rows, summary), marks=MARKS, percent=percent, score=_score
    )


def build_index(rows: Sequence[IndexRow], summary: Summary) -> Index:
    """Return the view model of the overview."""
    grid = build_grid(rows)
    accepted = sum(row.status == "AC" for row in rows)
    headline = f"{accepted} of {len(rows)} accepted"
    name = grid.problems[0] if len(grid.problems) == 1 else f"{len(grid.problems)} problems"
    return Index(
        title=f"{headline}: {name}",
        headline=headline,
        extent=_extent(rows, grid),
        average=None if grid.average is None else percent(grid.average),
        grid=grid,
        statuses=tuple(
            Count(status, MARKS[status].word, MARKS[status].shape, MARKS[status].tone, count)
            for status, count in grid.by_status
        ),
        slices=_slices(grid),
        skipped=tuple((clean_line(item.path), clean_line(item.reason)) for item in summary.skipped),
        interrupted=summary.interrupted,
    )


def _score(score: float | None) -> str:
    return "none" if score is None else percent(score)


def _slices(grid: Grid) -> tuple[Slice, ...]:
    total = sum(count for _, count in grid.by_status)
    slices, start = [], 0.0
    for status, count in grid.by_status:
        width = 100 * count / total
        slices.append(Slice(f"s-{status.lower()}", round(start, 3), round(width, 3)))
        start += width
    return tuple(slices)


def _extent(rows: Sequence[IndexRow], grid: Grid) -> str:
    named = all(row.student is not None for row in rows)
    lines, problems = len(grid.lines), len(grid.problems)
    what = "student" if named else "submission"
    return f"{lines} {what}{'' if lines == 1 else 's'}, {problems} problem{'' if problems == 1 else 's'}"
