"""`handgrad start`: a file to begin a problem with."""

from pathlib import Path

import click


@click.command("start")
@click.argument("stem")
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="The folder to write to; by default the one you are in.",
)
@click.option("--framework", type=click.Choice(("pytorch", "numpy")), help="By default the problem's first.")
@click.option("--course", metavar="DIR", type=click.Path(path_type=Path), help="The folder with problems/.")
def command(stem: str, folder: Path, framework: str | None, course: Path | None) -> None:
    """Write STEM.py: `solve` with its signature, and a shown case to try it on. No file is ever overwritten."""
    from harness.problem.course import find_course
    from harness.problem.spec import load_problem
    from harness.reports.handout.shown import shown_cases
    from harness.reports.handout.starter import starter

    found = find_course(course)
    problem = load_problem(found.spec(stem))
    if framework is not None and framework not in problem.frameworks:
        raise click.UsageError(
            f"{stem} does not take {framework}; it takes {' or '.join(problem.frameworks)}."
        )
    text = starter(problem, tuple(shown_cases(problem, found)), framework)
    path = folder / f"{stem}.py"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
    except FileExistsError:
        raise click.UsageError(
            f"{path} is there already, and was left as it is; give another folder with --to."
        ) from None
    click.echo(f"Wrote {path}. Read the statement with `handgrad show {stem}`.")
