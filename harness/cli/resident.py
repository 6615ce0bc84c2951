"""The quick way of `grade --resident`: one file, its report written by the judge that stays.

Nothing heavy is imported here. Whatever the quick way cannot do is left to the ordinary one: an unreadable file, an
option that the problem has not, a judge that gives no answer.
"""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

import click

from harness.reports.screen import DRAWN, describe
from harness.runs.discover import Found, Held, Passed
from harness.runs.resident.client import Answer, Resident, ResidentGone
from harness.runs.resident.protocol import Request

if TYPE_CHECKING:
    from harness.cli.grade import Asked


@dataclass(frozen=True)
class Got:
    """What the quick way came to: an exit code, or what the ordinary way goes on with.

    Attributes:
        code: set when the report is written.
        found: the submission, with its bytes if they can be read only once; none after an interrupt.
        resident: whom to ask from now on; None if nobody answers there.
        interrupted: Ctrl-C ended it before there was a verdict.
    """

    code: int | None
    found: list[Found | Passed]
    resident: Resident | None
    interrupted: bool = False


def ask_for_one(
    resident: Resident,
    found: list[Found | Passed],
    asked: "Asked",
    format_name: str,
    output: Path | None,
    *,
    debug: bool,
) -> Got:
    """Have one submission judged and its report written, if it is of a kind that can be had this way."""
    [item] = found
    left = Got(None, found, resident)
    if not isinstance(item, Found) or format_name not in DRAWN or (output is not None and output.is_dir()):
        return left
    try:
        held = Held(item.path, item.problem, item.student, item.read())
    except OSError:
        return left  # it is a verdict, and the ordinary way gives it
    request = Request(
        identity=resident.identity,
        fingerprint=resident.fingerprint,
        problem=held.problem,
        path=held.shown,
        student=held.student,
        screen=describe(format_name, sys.stdout if output is None else None),
        **asked,
    )
    with _interruptible(resident) as interrupted:
        try:
            answer = resident.ask(request, held.data)
        except ResidentGone as gone:
            if interrupted.is_set():
                return Got(None, [], None, interrupted=True)
            click.echo(f"{gone} Grading without it.", err=True)
            return Got(None, [held], None)
        if answer.op == "unfit":
            return Got(None, [held], resident)
        if answer.trace and debug:
            click.echo(answer.trace, err=True)
        _write(answer, output)
    return Got(answer.code, [], resident)


def _write(answer: Answer, output: Path | None) -> None:
    """Put a report where it belongs. Raises ReportError."""
    from harness.reports.write import emit, replacing

    text = answer.body.decode("utf-8", "surrogatepass")
    if output is None and hasattr(sys.stdout, "reconfigure"):
        # As `reports.console` does: what an encoding lacks is escaped and does not end the report.
        sys.stdout.reconfigure(errors="backslashreplace")
    with nullcontext(sys.stdout) if output is None else replacing(output) as stream:
        emit(stream, text)


@contextmanager
def _interruptible(resident: Resident) -> "Iterator[threading.Event]":
    """Let Ctrl-C take the question back, so that no line is cut; a second is an ordinary KeyboardInterrupt."""
    interrupted = threading.Event()
    previous = signal.getsignal(signal.SIGINT)
    if not callable(previous):  # ignored on purpose: a job in the background
        yield interrupted
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, previous)
        interrupted.set()
        resident.close()

    signal.signal(signal.SIGINT, stop)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, previous)
