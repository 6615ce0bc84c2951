"""`handgrad new`: a new problem, complete and small, to be changed into another."""

from pathlib import Path

import click


@click.command("new")
@click.argument("stem")
@click.option("--title", help="The problem's name for people. Default: made of STEM.")
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: HANDGRAD_COURSE, else the nearest parent with problems/.",
)
def command(stem: str, title: str | None, course: Path | None) -> None:
    """Write the spec, reference, known mistakes, starter and known submissions of a new problem STEM.

    They are those of a small complete problem, which passes every check as it is; change it into yours.
    Nothing is overwritten.
    """
    from harness.authoring.new import new_problem
    from harness.problem.course import find_course
    from harness.problem.errors import CourseError
    from harness.problem.spec import load_problem
    from harness.reports.handout.starter import starter

    try:
        found = find_course(course)
        written = new_problem(found, stem, title)
        # What a learner begins with is a known submission like any other: it runs, and says that it is not written.
        begin = found.root / "submissions" / "known" / stem / "RTE" / "starter.py"
        begin.parent.mkdir(parents=True, exist_ok=True)
        with begin.open("x", encoding="utf-8", newline="\n") as file:
            file.write("# expect: RTE NotImplementedError\n" + starter(load_problem(stem, found), ()))
    except CourseError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename} cannot be written: {error.strerror}.") from error
    for path in (*written.paths, begin):
        click.echo(path.relative_to(found.root))
    click.echo(
        f"\nNext: handgrad golden {stem}, then pytest problems/{stem}.yaml; both pass. Now make it yours.",
        err=True,
    )
