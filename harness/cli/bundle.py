"""`handgrad bundle`: a hand-out for learners."""

from pathlib import Path

import click


@click.command("bundle")
@click.argument("stems", metavar="STEM...", nargs=-1, required=True)
@click.option(
    "--to",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(path_type=Path),
    help="The folder to make; one that holds anything is left alone.",
)
@click.option("--course", metavar="DIR", type=click.Path(path_type=Path), help="The folder with problems/.")
def command(stems: tuple[str, ...], folder: Path, course: Path | None) -> None:
    """Make a hand-out of the problems STEM...: statements as HTML and Markdown, starters, and the shown cases.

    No reference, no known mistake and nothing of a hidden case is in it.
    """
    from harness.problem.course import check_graph, find_course
    from harness.problem.spec import load_problem
    from harness.reports.handout.pack import pack

    found = find_course(course)
    problems = [load_problem(found.spec(stem)) for stem in dict.fromkeys(stems)]
    check_graph({**dict.fromkeys(found.stems(), ()), **{one.stem: one.requires for one in problems}})
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.UsageError(f"{folder} is not empty; give --to a new folder.")
    # All of it is made before anything is written: an unsound problem leaves no half of a hand-out.
    files = list(pack(problems, found))
    for name, data in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    count = "1 problem" if len(problems) == 1 else f"{len(problems)} problems"
    click.echo(f"Wrote {len(files)} files for {count} to {folder}; open {folder / 'index.html'}.")
