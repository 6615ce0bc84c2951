"""`handgrad show`: the statement of a problem, in the terminal or as a page."""

from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

if TYPE_CHECKING:
    from harness.problem.mistakes import Mistake
    from harness.problem.spec import Problem


@click.command("show")
@click.argument("stem")
@click.option(
    "--hint", "hints", metavar="N", type=click.IntRange(0), default=0, help="Show the first N hints."
)
@click.option("--solved", is_flag=True, help="Show the mistakes that many make: for when you have solved it.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(("text", "html")),
    default="text",
    show_default=True,
    help="text: for the terminal; html: a page, with every hint and the mistakes folded away.",
)
@click.option(
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Where to write; standard output by default.",
)
@click.option("--course", metavar="DIR", type=click.Path(path_type=Path), help="The folder with problems/.")
def command(
    stem: str, hints: int, *, solved: bool, format_name: str, output: Path | None, course: Path | None
) -> int:
    """Show the statement of STEM.

    A page opens in any browser, without a network: formulas are MathML. Hints come in steps, each giving away a
    little more; what is known of other people's mistakes is kept for afterwards.
    """
    from harness.problem.course import find_course
    from harness.problem.mistakes import load_mistakes
    from harness.problem.spec import load_problem

    found = find_course(course)
    problem = load_problem(found.spec(stem))
    if output is not None and output.is_dir():
        raise click.UsageError(f"{output} is a folder; name the file to write.")
    if format_name == "html":
        from harness.reports.html.statement import render_statement

        _write(render_statement(problem, load_mistakes(found.mistakes(stem))), output)
        return 0
    mistakes = load_mistakes(found.mistakes(stem)) if solved else None
    if output is None:
        import sys

        _print(problem, hints, mistakes, sys.stdout)
        return 0
    from harness.reports.write import replacing

    with replacing(output) as stream:
        _print(problem, hints, mistakes, stream)
    return 0


def _write(page: str, output: Path | None) -> None:
    if output is None:
        click.echo(page, nl=False)
        return
    from harness.reports.write import write_text

    write_text(output, page)


def _print(problem: "Problem", hints: int, mistakes: "tuple[Mistake, ...] | None", stream: TextIO) -> None:
    from harness.reports.statement_text import print_problem

    print_problem(problem, stream, hints=hints, mistakes=mistakes)
