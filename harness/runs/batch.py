"""Judging many submissions side by side, each with exactly one verdict, streamed as it comes."""

import signal
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING, Protocol

from harness.judging.pipeline import printable
from harness.judging.verdict import Skipped, Summary, Verdict
from harness.runs.discover import Found, Passed
from harness.runs.executor import Executor, Internal
from harness.runs.local import Local

if TYPE_CHECKING:
    from harness.judging.judge import Judge


@dataclass
class Tally:
    """What a run came to: counts by status, files passed over, and whose fault the judge errors were."""

    by_status: Counter[str] = field(default_factory=Counter)
    skipped: list[Skipped] = field(default_factory=list)
    unsound: int = 0
    faults: int = 0
    interrupted: bool = False

    @property
    def total(self) -> int:
        """How many verdicts there are."""
        return sum(self.by_status.values())

    def summary(self) -> Summary:
        """Give the record that ends a run."""
        return Summary(
            schema_="handgrad.summary/v1",
            total=self.total,
            by_status=dict(sorted(self.by_status.items())),
            skipped=tuple(self.skipped),
            interrupted=self.interrupted,
        )

    def exit_code(self) -> int:
        """Give the worst of what happened: 4 the judge failed, 3 a problem is unsound, 1 not all accepted, 5 nothing."""
        if self.interrupted:
            return 130
        if self.faults:
            return 4
        if self.unsound:
            return 3
        if not self.total:
            return 5
        return 0 if self.by_status.keys() <= {"AC"} else 1


def run(
    judge: "Judge",
    found: Iterable[Found | Passed],
    tally: Tally,
    *,
    on_internal: Internal = lambda _trace: None,
    executor: Executor | None = None,
) -> Iterator[Verdict]:
    """Judge what was found, here or where `executor` says, in the order they finish.

    What is found is drawn as there is room for it: memory does not grow with the number of submissions. A bug of
    ours becomes a JE verdict for that one file; its traceback goes to `on_internal`.
    """
    place = Local(judge) if executor is None else executor
    stream = place.verdicts(_meant(found, tally), on_internal)
    try:
        for verdict in stream:
            if tally.interrupted:
                return
            _count(judge, tally, verdict)
            yield verdict
    except KeyboardInterrupt:
        tally.interrupted = True
        place.close()
    finally:
        stream.close()


def _meant(found: Iterable[Found | Passed], tally: Tally) -> Iterator[Found]:
    """Give the submissions among what was found, and note what is passed over."""
    for item in found:
        if isinstance(item, Passed):
            tally.skipped.append(Skipped(path=printable(str(item.path)), reason=printable(item.reason)))
        else:
            yield item


class _Closes(Protocol):
    def close(self) -> None: ...


@contextmanager
def stopping_on_interrupt(place: _Closes, tally: Tally) -> Iterator[None]:
    """Let Ctrl-C end a run between two verdicts, wherever it lands: no line is cut and the counts agree.

    What `place` (a judge or an executor) is judging is ended at once. A second Ctrl-C is an ordinary KeyboardInterrupt.
    """
    previous = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(previous):
        yield  # another thread's, or ignored on purpose (a job in the background)
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, previous)
        tally.interrupted = True
        place.close()

    signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _count(judge: "Judge", tally: Tally, verdict: Verdict) -> None:
    tally.by_status[verdict.status] += 1
    if verdict.status == "JE":
        if judge.unsound(verdict.problem):
            tally.unsound += 1
        else:
            tally.faults += 1
