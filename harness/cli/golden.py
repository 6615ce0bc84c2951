"""`handgrad golden`: build goldens, say whether the stored ones still stand, show certificates, search for cases."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from harness.authoring.build import Built, Progress
    from harness.authoring.secret import Keys
    from harness.problem.course import Course
    from harness.problem.spec import Problem

# As `handgrad grade` has them; in a mix the first of 4, 3, 1 wins.
DRIFTED, UNSOUND, FAULT, NOTHING = 1, 3, 4, 5


@click.command("golden")
@click.argument("stems", metavar="[STEM]...", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; say what is stale and what drifted.")
@click.option("--explain", is_flag=True, help="Write nothing; show the certificate of one STEM.")
@click.option(
    "--suggest", is_flag=True, help="Write nothing; search for cases that separate the mistakes of one STEM."
)
@click.option(
    "--seconds",
    type=click.IntRange(1, 3600),
    default=60,
    show_default=True,
    help="How long --suggest searches.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="With --explain: the author's HTML report goes here."
)
@click.option(
    "--course",
    type=click.Path(path_type=Path),
    help="The course's folder. Default: HANDGRAD_COURSE, else the nearest parent with problems/.",
)
@click.pass_context
def command(
    context: click.Context,
    stems: tuple[str, ...],
    check: bool,
    explain: bool,
    suggest: bool,
    seconds: int,
    output: Path | None,
    course: Path | None,
) -> None:
    """Build the golden of every problem, or of each STEM: draw its inputs, run its reference, check it by its oracle.

    Where there are known mistakes, the problem is certified: each is rejected, and every right answer accepted, with
    room on both sides of the tolerance, or nothing is written.

    Hidden cases are drawn under HANDGRAD_SECRET, if that is set; then goldens go to the folder HANDGRAD_GOLDENS.

    Exit status: 0 fine, 1 --check found something stale, 2 usage, 3 an unsound problem, 4 a fault, 5 no problems.
    """
    from harness.authoring.secret import read_keys
    from harness.problem.course import find_course
    from harness.problem.errors import CourseError, ProblemError
    from harness.problem.spec import load_problem

    if check + explain + suggest > 1:
        raise click.UsageError("--check, --explain and --suggest exclude each other.")
    if (explain or suggest) and len(stems) != 1:
        raise click.UsageError(f"--{'explain' if explain else 'suggest'} is for one STEM.")
    if output is not None and not explain:
        raise click.UsageError("--output belongs to --explain.")
    try:
        found = find_course(course)
        keys = read_keys(found.root)
        wanted = tuple(dict.fromkeys(stems)) or found.stems()
        for stem in wanted:
            found.spec(stem)
    except CourseError as error:
        raise click.UsageError(str(error)) from error
    if not wanted:
        click.echo(f"No problems in {found.root / 'problems'}.", err=True)
        context.exit(NOTHING)
    codes = {0}
    problems: list[Problem] = []
    for stem in wanted:
        try:
            problems.append(load_problem(stem, found))
        except ProblemError as error:
            click.echo(str(error), err=True)
            codes.add(UNSOUND)
    if (explain or suggest) and problems:
        (problem,) = problems
        try:
            code = (
                explain_one(problem, found, output) if explain else suggest_one(problem, found, keys, seconds)
            )
        except ProblemError as error:
            click.echo(str(error), err=True)
            code = UNSOUND
        context.exit(code)
    with bar_over(problems) as (progress, pause):
        for problem in problems:
            try:
                outcome = (check_one if check else build_one)(problem, found, keys, progress)
            except ProblemError as error:
                outcome = Outcome(UNSOUND, notes=(str(error),))
            with pause():
                outcome.print()
            codes.add(outcome.code)
    context.exit(max(codes))


@dataclass(frozen=True)
class Outcome:
    """What became of one problem: an exit code, lines for standard output, notes for standard error."""

    code: int
    lines: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def print(self) -> None:
        """Say it."""
        for line in self.lines:
            click.echo(line)
        for note in self.notes:
            click.echo(note, err=True)


def build_one(problem: "Problem", course: "Course", keys: "Keys", progress: "Progress") -> Outcome:
    """Build and write one golden."""
    from harness.authoring.advice import advise
    from harness.authoring.build import build, open_workshop
    from harness.authoring.certify import Uncertified
    from harness.problem.errors import ProblemError
    from harness.problem.golden import write_golden

    try:
        built = build(problem, course.reference(problem.stem), keys, progress)
    except Uncertified as error:
        error.fix = advise(open_workshop(problem, course.reference(problem.stem), keys), error) or error.fix
        return Outcome(UNSOUND, notes=(str(error),))
    path = keys.golden(problem.stem, course.golden(problem.stem))
    try:
        write_golden(path, built.golden)
    except ProblemError as error:
        # The problem is sound; it is the disk that is not.
        return Outcome(FAULT, notes=(str(error),))
    notes = built.notes
    if (judged := course.stored_golden(problem.stem)) != path:
        notes += (f"{problem.stem}: grading still reads {judged}, because HANDGRAD_GOLDENS is set.",)
    return Outcome(0, (summary(built, path),), notes)


def summary(built: "Built", path: Path) -> str:
    """One line on one golden."""
    noise = max(size for proof in built.proofs.values() for size in proof.noise.values())
    oracle = max(size for proof in built.proofs.values() for size in proof.oracle.values())
    count = len(built.golden.cases)
    return (
        f"{built.golden.stem}: {count} case{'' if count == 1 else 's'}, {built.golden.certificate.status}, "
        f"float32 noise {noise:.2g} of the tolerance, oracle within {oracle:.1g}; wrote {path}"
    )


def check_one(problem: "Problem", course: "Course", keys: "Keys", progress: "Progress") -> Outcome:
    """Check one golden."""
    from harness.authoring.check import check

    public = course.golden(problem.stem)
    # Without the secret, the golden that `grade` would judge by.
    path = keys.golden(problem.stem, public) if keys.secret else course.stored_golden(problem.stem)
    result = check(problem, course.reference(problem.stem), path, keys, progress)
    return Outcome(0 if result.fresh else DRIFTED, tuple(result.lines()))


def explain_one(problem: "Problem", course: "Course", output: Path | None) -> int:
    """Show the certificate of a stored golden, or write it as a page."""
    from harness.problem.golden import read_golden
    from harness.reports.certificate_text import render_certificate
    from harness.reports.console import make_console
    from harness.reports.html.certificate import render_certificate_page
    from harness.reports.write import ReportError, write_text

    stored = read_golden(course.stored_golden(problem.stem))
    if output is None:
        render_certificate(problem.stem, stored.certificate, make_console(sys.stdout))
        return 0
    try:
        write_text(output, render_certificate_page(problem.stem, problem.title, stored.certificate))
    except ReportError as error:
        click.echo(str(error), err=True)
        return FAULT
    return 0


def suggest_one(problem: "Problem", course: "Course", keys: "Keys", seconds: int) -> int:
    """Search for cases and print them as YAML."""
    from harness.authoring.suggest import suggest

    with search_bar(seconds) as progress:
        found = suggest(problem, course.reference(problem.stem), keys, seconds, progress)
    click.echo(found.yaml, nl=False)
    click.echo(found.said, err=True)
    return 0


@contextmanager
def search_bar(seconds: int) -> Iterator[Callable[[float, int], None]]:
    """A bar on standard error over the time of a search, where that is a terminal."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda _spent, _tried: None
        return
    columns = (TextColumn("searching"), BarColumn(), TextColumn("{task.description}"))
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("0 tried", total=seconds)
        yield lambda spent, tried: bar.update(task, completed=spent, description=f"{tried} tried")


Pause = Callable[[], AbstractContextManager[None]]


@contextmanager
def bar_over(problems: "list[Problem]") -> Iterator[tuple["Progress", Pause]]:
    """A bar on standard error over all cases, where that is a terminal.

    Yields what to tell after each case, and a context in which the bar is off the screen, so that lines on standard
    output stand on lines of their own whether or not both are the same terminal.
    """
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield (lambda _case: None), nullcontext
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("cases", total=sum(len(problem.cases) for problem in problems))

        @contextmanager
        def pause() -> Iterator[None]:
            bar.stop()
            yield
            bar.start()

        yield (lambda case: bar.update(task, advance=1, description=case)), pause
