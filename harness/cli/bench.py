"""`handgrad bench`: how quick this host is, beside what else could judge a submission."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from harness.problem.course import Course


@click.command("bench")
@click.option(
    "--problem",
    metavar="STEM",
    help="What to judge; by default the training step, or the first problem there is.",
)
@click.option(
    "--course",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder with problems/; by default the nearest parent that has one, else the course we carry.",
)
@click.option(
    "--rounds", type=click.IntRange(2, 1000), default=5, show_default=True, help="How often in turn."
)
@click.option(
    "--isolation",
    type=click.Choice(("auto", "full", "confined", "process")),
    default="auto",
    show_default=True,
    help="The level to measure (see `handgrad doctor`).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def command(problem: str | None, course: Path | None, rounds: int, isolation: str, *, as_json: bool) -> int:
    """Measure how quickly submissions are judged here, beside other ways to judge them.

    Everybody judges the same right programs, one at a time, on one core, with one thread, in turn. Ratios come
    first: they hold from host to host, and while other work goes on beside; milliseconds do not.
    `benchmarks/` in the source tree holds the full table.

    Exit codes: 0 measured, 2 usage, 3 the problem is unsound, 4 the sandbox or another contender failed.
    """
    from harness.runs.bench import short

    result = short.measure(_course(course), problem, rounds, isolation)
    if as_json:
        click.echo(short.as_json(result))
        return 0
    for line in _lines(result):
        click.echo(line)
    return 0


def _course(option: Path | None) -> "Course":
    from harness.problem.course import find_course
    from harness.problem.errors import CourseError
    from harness.runs.bench.workload import carried

    try:
        return find_course(option)
    except CourseError:
        if option is not None:
            raise
        return carried()


def _lines(result: Any) -> list[str]:
    """Write the table: ratios, then times."""
    ours = result.rows[0]
    lines = [
        f"{result.stem}: {result.cases} cases, {result.calls} calls a submission.",
        f"Isolation {result.level}, one core, one thread, {len(ours.rounds)} rounds.",
        "",
        click.style(f"{'Handgrad with every layer, beside':<44}{'ratio':>8}   lowest to highest", bold=True),
    ]
    for ratio in result.ratios:
        low, middle, high = ratio.spread
        lines.append(f"  {ratio.words:<42}{middle:>7.4g} x   {low:.3g} to {high:.3g}")
    lines += ["", click.style(f"{'One submission':<44}{'median':>8}   lowest to highest round", bold=True)]
    for row in result.rows:
        low, high = min(row.rounds), max(row.rounds)
        lines.append(f"  {row.name:<42}{1000 * row.median:>7.4g} ms  {1000 * low:.3g} to {1000 * high:.3g}")
    lines += [
        "",
        f"Of {len(ours.each)} warm submissions: p50 {1000 * result.p50:.3g} ms, p99 {1000 * result.p99:.3g} ms.",
    ]
    if result.load > 1.5:
        lines.append(
            f"The machine was busy with other work (load {result.load:.1f}): trust the ratios alone."
        )
    return lines
