"""`handgrad grade`: submissions in, verdicts out."""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import click

from harness.reports import registry

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.verdict import Verdict
    from harness.problem.course import Course
    from harness.reports.html.model import ProblemPage
    from harness.reports.registry import Format, Report
    from harness.runs.batch import Tally
    from harness.runs.discover import Found, Passed
    from harness.runs.executor import Executor
    from harness.runs.resident.client import Resident


class Asked(TypedDict):
    """How submissions are to be judged, here or elsewhere."""

    isolation: str
    inspection: Literal["enforce", "advise"]
    case: str | None
    framework: Literal["pytorch", "numpy"] | None


#: From so many files on, zygotes that start slower and fork faster pay off.
BATCH = 50


@click.command("grade")
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--problem", metavar="STEM", help="The problem all files are submissions to.")
@click.option(
    "--course",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder with problems/; by default HANDGRAD_COURSE, else the nearest parent that has one.",
)
@click.option(
    "--format",
    "format_name",
    type=click.Choice(registry.NAMES),
    default="text",
    show_default=True,
    help="; ".join(f"{known.name}: {known.title}" for known in registry.FORMATS) + ".",
)
@click.option(
    "--output",
    metavar="FILE|DIR",
    type=click.Path(path_type=Path),
    help="Where to write; standard output by default. A folder when there are several files to write.",
)
@click.option(
    "--jobs",
    metavar="N",
    type=click.IntRange(1, 256),
    help="How many submissions to judge at a time; by default one per processor, for several files.",
)
@click.option(
    "--isolation",
    type=click.Choice(("auto", "full", "confined", "process")),
    default="auto",
    show_default=True,
    help="How strong a jail; auto takes the best of full and confined (see `handgrad doctor`).",
)
@click.option(
    "--inspection",
    type=click.Choice(("enforce", "advise")),
    default="enforce",
    show_default=True,
    help="Whether a broken rule in the source ends a submission, or is only reported.",
)
@click.option(
    "--framework",
    type=click.Choice(("pytorch", "numpy")),
    help="Which arrays solve is given; by default tensors if the file imports torch, else NumPy's where allowed.",
)
@click.option("--case", metavar="NAME", help="Judge this one case only.")
@click.option(
    "--resident",
    is_flag=True,
    help="Ask a judge that stays warm, and start one that ends when idle where there is none (see `handgrad serve`).",
)
@click.option(
    "--on",
    metavar="ray[://HOST:PORT]",
    help="Judge on the nodes of a Ray cluster: this machine's, or one reached from outside; --jobs is then per node.",
)
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the verdicts are, unless the judge failed.")
@click.pass_obj
def command(
    options: dict[str, Any],
    /,
    paths: tuple[str, ...],
    problem: str | None,
    course: Path | None,
    format_name: str,
    output: Path | None,
    jobs: int | None,
    isolation: str,
    inspection: str,
    framework: Literal["pytorch", "numpy"] | None,
    case: str | None,
    on: str | None,
    *,
    resident: bool,
    exit_zero: bool,
) -> int:
    """Judge submissions.

    \b
    handgrad grade submissions/class              every DIR/<student>/<problem>.py
    handgrad grade DIR --problem STEM             every *.py below DIR, whatever its name
    handgrad grade train_vae_end_to_end.py        the file's name says which problem
    handgrad grade - --problem STEM < solve.py    from standard input

    With --format json, standard output is JSON Lines only: a verdict per submission as it ends, then a summary.

    Exit codes: 0 all accepted, 1 something not accepted, 2 usage, 3 the problem itself is unsound, 4 the judge or
    its sandbox failed, 5 nothing matched. Formats that carry the verdict inside exit 0 unless 4.
    """  # noqa: D301 - click takes the backspace for "do not rewrap"
    from harness.problem.course import find_course
    from harness.runs.discover import DiscoveryError, Found, discover

    # Before a process is started: a slip in the command must not cost an import of torch.
    _is_cluster(on)
    if on is not None and resident:
        raise click.UsageError("--on and --resident name two places to judge at; leave one out.")
    found_course = find_course(course)
    try:
        found = list(discover(paths, found_course, problem))
    except DiscoveryError as error:
        raise click.UsageError(str(error)) from None
    several = len(paths) > 1 or any(Path(path).is_dir() for path in paths)
    chosen = registry.find_format(format_name)
    asked: Asked = {
        "isolation": isolation,
        "inspection": "advise" if inspection == "advise" else "enforce",
        "case": case,
        "framework": framework,
    }
    there, interrupted = None, False
    # A class has zygotes of its own, started for many forks: one import of torch is little to it.
    if resident and 0 < len(found) < BATCH:
        there = _resident(found_course, isolation)
        if there is not None and not several:
            from harness.cli.resident import ask_for_one

            got = ask_for_one(there, found, asked, chosen.name, output, debug=options["debug"])
            if got.code is not None:
                return 0 if exit_zero and got.code in {1, 3} else got.code
            found, interrupted, there = got.found, got.interrupted, got.resident
    with _judge(there, found_course, asked, found, jobs) as judge:
        if found and on is None:
            judge.start()
        # What is left to check is read with pydantic: beside the import of torch, which ends at once if it is amiss.
        stems = {item.problem for item in found if isinstance(item, Found)}
        if case is not None:
            _has_case(stems, found_course, case)
        if framework is not None:
            _takes(stems, found_course, framework)
        place = _place(judge, on if found else None, jobs or len(found), debug=options["debug"])
        tally = _grade(
            judge,
            place,
            found,
            chosen,
            output,
            several=several,
            interrupted=interrupted,
            debug=options["debug"],
        )
    code = tally.exit_code()
    if code in {1, 3} and (exit_zero or chosen.carries_verdict):
        code = 0
    return code


def _judge(
    there: "Resident | None",
    course: "Course",
    asked: "Asked",
    found: "list[Found | Passed]",
    jobs: int | None,
) -> "Judge":
    """Make the judge: with zygotes of its own, or one that asks the resident judge."""
    from harness.judging.judge import Judge

    jobs = jobs or _processors(len(found))
    if there is None:
        return Judge(course, **asked, jobs=jobs, batch=len(found) >= BATCH)
    from harness.runs.resident.remote import ResidentJudge

    return ResidentJudge(there, _without, course, **asked, jobs=jobs)


def _resident(course: "Course", isolation: str) -> "Resident | None":
    """Find out whom to ask; None, and a sentence, if there cannot be anybody."""
    from harness.runs.resident.client import Resident, ResidentGone

    try:
        return Resident(course, isolation=isolation)
    except ResidentGone as gone:
        _without(str(gone))
        return None


def _without(why: str) -> None:
    click.echo(f"{why} Grading without it.", err=True)


def _has_case(stems: set[str], course: "Course", case: str) -> None:
    """Refuse a case that a problem does not have; an unsound problem is left for the verdict to tell."""
    from harness.problem.errors import ProblemError
    from harness.problem.spec import load_problem

    for stem in sorted(stems):
        try:
            cases = load_problem(stem, course).cases
        except ProblemError:
            continue
        if case not in cases:
            raise click.UsageError(
                f"The problem {stem} has no case {case!r}; its cases are: {', '.join(cases)}."
            )


def _takes(stems: set[str], course: "Course", framework: str) -> None:
    """Refuse a framework that a problem does not take; an unsound problem is left for the verdict to tell."""
    from harness.problem.errors import ProblemError
    from harness.problem.spec import load_problem

    for stem in sorted(stems):
        try:
            allowed = load_problem(stem, course).frameworks
        except ProblemError:
            continue
        if framework not in allowed:
            raise click.UsageError(
                f"The problem {stem} does not take {framework}; leave --framework out, or say {' or '.join(allowed)}."
            )


def _is_cluster(on: str | None) -> None:
    """Refuse an address that can be none before anything is read."""
    if on is None:
        return
    from harness.runs.ray_address import is_address

    if not is_address(on):
        raise click.UsageError(f"--on {on} names no cluster; say ray, or ray://HOST:PORT.")


@contextmanager
def _place(judge: "Judge", on: str | None, most: int, *, debug: bool) -> "Iterator[Executor]":
    """Open the place where submissions are judged: here, or the cluster that --on names."""
    if on is None:
        from harness.runs.local import Local

        yield Local(judge)
        return
    from harness.runs.cluster import Cluster

    with Cluster(judge, on, most=most, say=lambda words: click.echo(words, err=True), debug=debug) as cluster:
        yield cluster


def _processors(files: int) -> int:
    """One job per processor that we may use, and no more than there are files."""
    available = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(available, files))


def _grade(
    judge: "Judge",
    place: "AbstractContextManager[Executor]",
    found: "list[Found | Passed]",
    chosen: "Format",
    output: Path | None,
    *,
    several: bool,
    interrupted: bool,
    debug: bool,
) -> "Tally":
    from harness.runs.batch import Tally, run, stopping_on_interrupt

    tally = Tally(interrupted=interrupted)

    def internal(trace: str) -> None:
        if debug:
            click.echo(trace, err=True)

    with (
        _report(judge, chosen, output, several=several) as report,
        place as executor,
        _progress(len(found), several=several) as advance,
        stopping_on_interrupt(executor, tally),
    ):
        for verdict in run(judge, found, tally, on_internal=internal, executor=executor):
            report.add(verdict)
            advance(verdict)
        report.finish(tally.summary())
    if not tally.total and not tally.interrupted:
        what = f"none of the {len(found)} files found is a submission" if found else "no files were found"
        click.echo(f"Nothing to grade: {what}.", err=True)
    return tally


@contextmanager
def _report(judge: "Judge", chosen: "Format", output: Path | None, *, several: bool) -> "Iterator[Report]":
    """Open the report where it was asked for; a file appears whole or not at all."""
    with ExitStack() as stack:
        stream, directory = sys.stdout, None
        if chosen.shape == "directory":
            directory = output
            if directory is None and several:
                raise click.UsageError(f"--format {chosen.name} writes several files: add --output DIR.")
            if directory is not None and not several and directory.suffix == f".{chosen.name}":
                stream, directory = stack.enter_context(_file(directory)), None
        elif output is not None:
            stream = stack.enter_context(_file(output))
        yield chosen.open(
            registry.Destination(stream, directory, several, problem_page=lambda stem: _page(judge, stem))
        )


@contextmanager
def _file(path: Path) -> Iterator[Any]:
    from harness.reports.write import replacing

    if path.is_dir():
        raise click.UsageError(f"{path} is a folder; this format writes one file.")
    with replacing(path) as stream:
        yield stream


def _page(judge: "Judge", stem: str) -> "ProblemPage | None":
    """Find a problem's statement for a report; a report does without rather than fail."""
    from harness.problem.errors import ProblemError
    from harness.problem.spec import load_problem
    from harness.reports.html.model import ProblemPage

    try:
        problem = load_problem(stem, judge.course)
    except ProblemError:
        return None
    return ProblemPage(stem=stem, title=problem.title, statement=problem.statement, hints=problem.hints)


@contextmanager
def _progress(total: int, *, several: bool) -> "Iterator[Any]":
    """Show a bar with rate and time left on a terminal; nothing elsewhere."""
    if not several or not sys.stderr.isatty():
        yield lambda _verdict: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("Grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("grading", total=total, rate="")

        def advance(_verdict: "Verdict") -> None:
            speed = progress.tasks[0].speed
            progress.update(task, advance=1, rate=f"{speed:.1f}/s" if speed else "")

        yield advance
