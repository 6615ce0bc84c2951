"""`handgrad check`: what the source alone tells, in a blink, without running or importing anything heavy."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from harness.rules.excerpt import excerpt, neutral
from harness.rules.finding import Finding, Inspection
from harness.rules.inspect import inspect_source
from harness.rules.text import MAX_BYTES

if TYPE_CHECKING:
    from harness.problem.policy import Policy

_COLOURS = {"error": "red", "warning": "yellow"}


class UnsoundError(click.ClickException):
    """The problem's own spec is at fault, not the submission and not the user."""

    exit_code = 3


@click.command("check", short_help="Read a submission and say what breaks the rules, without running it.")
@click.argument("file", metavar="FILE")
@click.option(
    "--problem", metavar="STEM", help="Take the policy of this problem (default: the file's own stem)."
)
@click.option(
    "--course",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder with problems/ (default: HANDGRAD_COURSE, else the nearest parent that has one).",
)
@click.option(
    "--format", "format_", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True
)
def command(file: str, problem: str | None, course: Path | None, format_: str) -> None:
    """Read FILE (`-` for standard input) and point at what breaks the rules.

    Nothing is run. Each finding gives line and column, the place, and what to do instead.

    \b
    Exit status: 0 nothing wrong (warnings allowed), 1 a broken rule or a file that cannot be loaded,
    2 wrong use (no such file or problem), 3 the problem's own spec is at fault.
    With --format sarif the log tells what is wrong, and 1 becomes 0.
    """  # noqa: D301 - click takes the backspace for "do not rewrap"
    data = _read(file)
    inspection = inspect_source(data, _policy(file, problem, course))
    if format_ == "sarif":
        from harness.reports.sarif import inspection_log

        click.echo(inspection_log(file, inspection), nl=False)
        return
    if format_ == "json":
        click.echo(json.dumps(_record(file, inspection), allow_nan=False))
    else:
        text = _text("<standard input>" if file == "-" else file, inspection)
        # A terminal that cannot show a letter gets its number, not a traceback.
        encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
        click.echo(text.encode(encoding, "backslashreplace").decode(encoding), color=_colour())
    sys.exit(0 if inspection.clean else 1)


def _colour() -> bool | None:
    """Honour NO_COLOR; click itself drops colour where the output is no terminal."""
    import os

    return False if os.environ.get("NO_COLOR") else None


def _read(file: str) -> bytes:
    """Read the file, or one byte more than is allowed of it.

    Raises:
        click.UsageError: there is no such file, or it cannot be read.
    """
    if file == "-":
        return sys.stdin.buffer.read(MAX_BYTES + 1)
    path = Path(file)
    try:
        if path.is_dir():
            raise click.UsageError(
                f"{neutral(file)} is a folder; give one file, or grade the folder with `handgrad grade`."
            )
        if path.exists() and not path.is_file():
            raise click.UsageError(f"{neutral(file)} is no regular file.")
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise click.UsageError(f"{neutral(file)} does not exist.") from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        raise click.UsageError(f"{neutral(file)} cannot be read: {reason}.") from None


def _policy(file: str, problem: str | None, course: Path | None) -> "Policy | None":
    """Find the policy: of the problem named, else of the one the file is named after, else the default (None).

    Raises:
        click.UsageError: the problem or the course named does not exist.
        click.ClickException: with exit status 3, the spec cannot be read.
    """
    from harness.problem.course import find_course
    from harness.problem.errors import CourseError, ProblemError

    stem = problem or (Path(file).stem if file != "-" else None)
    try:
        found = find_course(course, Path.cwd())
        spec = found.spec(stem) if stem is not None and (problem is not None or found.has(stem)) else None
    except CourseError as error:
        if problem is None and course is None:
            return None
        raise click.UsageError(str(error)) from None
    if spec is None:
        return None
    from harness.problem.policy import read_policy

    try:
        return read_policy(spec)
    except ProblemError as error:
        raise UnsoundError(str(error)) from None


def _record(file: str, inspection: Inspection) -> dict[str, object]:
    failure = inspection.failure
    fields = (
        "code",
        "rule",
        "severity",
        "origin",
        "message",
        "help",
        "line",
        "column",
        "end_line",
        "end_column",
    )
    return {
        "schema": "handgrad.check/v1",
        "path": file,
        "clean": inspection.clean,
        "failure": None
        if failure is None
        else {"message": failure.message, "line": failure.line, "column": failure.column},
        "findings": [{name: getattr(finding, name) for name in fields} for finding in inspection.findings],
    }


def _text(name: str, inspection: Inspection) -> str:
    blocks = [_block(name, finding, inspection.source or "") for finding in inspection.findings]
    if inspection.failure is not None:
        failure = inspection.failure
        head = f"{_place(name, failure.line, failure.column)}: {click.style('cannot be loaded', fg='red', bold=True)}"
        lines = [f"{head}: {failure.message}"]
        if failure.line is not None and inspection.source is not None:
            lines.append(excerpt(inspection.source, failure.line, failure.column))
        blocks.insert(0, "\n".join(lines))
    errors = sum(finding.severity == "error" for finding in inspection.findings)
    warnings = len(inspection.findings) - errors
    blocks.append(f"{neutral(name)}: {_count(errors, warnings, failed=inspection.failure is not None)}")
    return "\n\n".join(blocks)


def _count(errors: int, warnings: int, *, failed: bool) -> str:
    parts = [
        f"{n} {word}{'' if n == 1 else 's'}" for n, word in ((errors, "error"), (warnings, "warning")) if n
    ]
    if failed:
        parts.insert(0, "cannot be loaded")
    return ", ".join(parts) + "." if parts else "nothing here breaks the rules."


def _place(name: str, line: int | None, column: int | None) -> str:
    return ":".join([neutral(name), *(str(n) for n in (line, column) if n is not None)])


def _block(name: str, finding: Finding, source: str) -> str:
    severity = click.style(finding.severity, fg=_COLOURS[finding.severity], bold=True)
    head = f"{_place(name, finding.line, finding.column)}: {severity} {finding.code} {finding.rule}: {neutral(finding.message)}"
    lines = [head]
    if finding.line is not None:
        lines.append(excerpt(source, finding.line, finding.column, finding.end_line, finding.end_column))
    lines.append(f"      = {neutral(finding.help)}")
    return "\n".join(lines)
