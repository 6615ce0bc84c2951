"""`handgrad answer`: what the reference makes of other inputs, in float64."""

from pathlib import Path

import click

UNSOUND = 3


@click.command("answer")
@click.argument("stem")
@click.option(
    "--inputs", required=True, type=click.Path(path_type=Path), help="An .npz file with the inputs."
)
@click.option("--output", required=True, type=click.Path(path_type=Path), help="The .npz file to write.")
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: HANDGRAD_COURSE, else the nearest parent with problems/.",
)
@click.pass_context
def command(context: click.Context, stem: str, inputs: Path, output: Path, course: Path | None) -> None:
    """Run the reference of STEM in float64 on the inputs of a file; for authors.

    Arrays and scalars go by the names of the spec, members of a group by <group>/<name>; sizes are read from the
    arrays. A single tensor or scalar and a flat answer are called `out`, parts of a tuple or dict have their names.

    Exit status: 0 fine, 2 usage or inputs that do not fit, 3 an unsound problem.
    """
    from harness.authoring.answer import InputsError, answer, read_npz, write_npz
    from harness.problem.course import find_course
    from harness.problem.errors import CourseError, ProblemError
    from harness.problem.spec import load_problem

    try:
        found = find_course(course)
        problem = load_problem(found.spec(stem), found)
        write_npz(output, answer(problem, found.reference(stem), read_npz(inputs)))
    except (CourseError, InputsError) as error:
        raise click.UsageError(str(error)) from error
    except ProblemError as error:
        click.echo(str(error), err=True)
        context.exit(UNSOUND)
