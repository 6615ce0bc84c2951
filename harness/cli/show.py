"""`handgrad show`: the statement of a problem, in the terminal or as a page."""

from pathlib import Path

import click


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
) -> None:
    """Show the statement of STEM.

    A page opens in any browser, without a network: formulas are MathML. Hints come in steps, each giving away a
    little more; what is known of other people's mistakes is kept for afterwards.
    """
    import sys
    from contextlib import nullcontext

    from harness.problem.course import find_course
    from harness.problem.mistakes import load_mistakes
    from harness.problem.spec import load_problem
    from harness.reports.write import emit, replacing

    found = find_course(course)
    problem = load_problem(found.spec(stem))
    mistakes = load_mistakes(found.mistakes(stem)) if solved or format_name == "html" else None
    if output is not None and output.is_dir():
        raise click.UsageError(f"{output} is a folder; name the file to write.")
    with nullcontext(sys.stdout) if output is None else replacing(output) as stream:
        if format_name == "html":
            from harness.reports.html.statement import render_statement

            emit(stream, render_statement(problem, mistakes or ()))
        else:
            from harness.reports.statement_text import print_problem

            print_problem(problem, stream, hints=hints, mistakes=mistakes)
