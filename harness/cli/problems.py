"""`handgrad problems`: what a course holds, in what order, and what is next."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.problem.course import Course
    from harness.problem.spec import Problem
    from harness.reports.problems import Row
    from harness.runs.standing import Progress

UNSOUND, NOTHING = 3, 5


@click.command("problems")
@click.option(
    "--for",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="A learner's folder of <problem>.py files: they are graded, and what is solved and what is next is shown.",
)
@click.option(
    "--graph",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Draw the prerequisites as an SVG as well.",
)
@click.option("--course", metavar="DIR", type=click.Path(path_type=Path), help="The folder with problems/.")
def command(folder: Path | None, graph: Path | None, course: Path | None) -> int:
    """List the problems of a course, level by level: a problem stands below all that it requires.

    \b
    handgrad problems                         stems, titles, cases, and whether the goldens stand
    handgrad problems --for DIR               what is solved in DIR, and what is next
    handgrad problems --graph FILE.svg        the prerequisites as a picture

    Exit codes: 0 fine, 2 usage or prerequisites that form a cycle, 3 a problem is unsound, 4 the judge failed.
    """  # noqa: D301 - click takes the backspace for "do not rewrap"
    import sys

    from harness.problem.course import check_graph, find_course
    from harness.reports.console import make_console
    from harness.reports.problems import print_problems

    if graph is not None and graph.suffix.lower() != ".svg":
        raise click.UsageError(f"The graph is an SVG, and {graph} does not end in .svg.")
    found = find_course(course)
    problems, code = _load(found)
    if not problems:
        click.echo(f"There are no problems in {found.root / 'problems'}.", err=True)
        return NOTHING
    requires = {stem: problem.requires if problem else () for stem, problem in problems.items()}
    check_graph(requires)
    progress = _progress(folder, found, requires) if folder is not None else None
    rows, stale = _rows(problems, requires, found)
    code = code or (UNSOUND if stale and progress is None else 0)
    print_problems(rows, make_console(sys.stdout), progress)
    if graph is not None:
        from harness.reports.graph.svg import render_graph
        from harness.reports.write import write_text

        titles = {row.stem: row.title for row in rows}
        write_text(graph, render_graph(requires, titles, progress.standing if progress else None))
    if progress is not None and progress.tally.exit_code() in (3, 4, 130):
        return progress.tally.exit_code()
    return code


def _load(course: "Course") -> "tuple[dict[str, Problem | None], int]":
    """Every problem, None for one whose spec is wrong, which is told at once."""
    from harness.problem.errors import ProblemError
    from harness.problem.spec import load_problem

    problems: dict[str, Problem | None] = {}
    code = 0
    for stem in course.stems():
        try:
            problems[stem] = load_problem(stem, course)
        except ProblemError as error:
            click.echo(str(error), err=True)
            problems[stem], code = None, UNSOUND
    return problems, code


def _rows(
    problems: "dict[str, Problem | None]", requires: dict[str, tuple[str, ...]], course: "Course"
) -> "tuple[list[Row], bool]":
    """The list's rows, and whether any golden does not stand."""
    from harness.problem.errors import ProblemError
    from harness.problem.golden import check_fresh, read_golden
    from harness.problem.graph import levels
    from harness.reports.problems import Row

    level = levels(requires)
    rows, stale = [], False
    for stem, problem in problems.items():
        if problem is None:
            rows.append(Row(stem, level[stem], "(unsound)", "", "", ""))
            continue
        try:
            golden = read_golden(course.stored_golden(stem))
            check_fresh(golden, problem, course.reference(stem))
            state = str(golden.certificate.status)
        except ProblemError as error:
            state, stale = type(error).__name__.removeprefix("Golden").lower(), True
        hidden = sum(problem.hidden(case) for case in problem.cases)
        cases = f"{len(problem.cases)} ({hidden} hidden)" if hidden else str(len(problem.cases))
        rows.append(Row(stem, level[stem], problem.title, problem.difficulty, cases, state))
    return rows, stale


def _progress(folder: Path, course: "Course", requires: dict[str, tuple[str, ...]]) -> "Progress":
    from harness.judging.judge import Judge
    from harness.runs.standing import progress, submissions

    found = list(submissions(folder, course))
    with Judge(course) as judge:
        return progress(judge, found, requires)
