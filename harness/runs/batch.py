"""Judging many submissions side by side, each with exactly one verdict, streamed as it comes."""

import signal
import threading
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType
from typing import TYPE_CHECKING

from harness.judging.judge import version
from harness.judging.pipeline import Draft, Submission, judge_error, printable
from harness.judging.verdict import Skipped, Summary, Verdict
from harness.runs.discover import Found, Passed
from harness.runs.once import Once

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
    on_internal: Callable[[str], None] = lambda _trace: None,
) -> Iterator[Verdict]:
    """Judge what was found, `judge.jobs` at a time, in the order they finish.

    The same program is judged once (`once.py`). A window of twice as many is read ahead: memory does not grow
    with the number of submissions. A bug of ours
    becomes a JE verdict for that one file; its traceback goes to `on_internal`.
    """
    waiting: set[Future[Verdict]] = set()
    source = iter(found)
    once = Once()
    executor = ThreadPoolExecutor(judge.jobs, thread_name_prefix="judge")
    exhausted = False
    try:
        while waiting or not exhausted:
            while not exhausted and len(waiting) < 2 * judge.jobs:
                item = next(source, None)
                if item is None:
                    exhausted = True
                elif isinstance(item, Passed):
                    tally.skipped.append(
                        Skipped(path=printable(str(item.path)), reason=printable(item.reason))
                    )
                else:
                    waiting.add(executor.submit(_one, judge, once, item, on_internal))
            if waiting:
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    if tally.interrupted:
                        return
                    verdict = future.result()
                    _count(judge, tally, verdict)
                    yield verdict
    except KeyboardInterrupt:
        tally.interrupted = True
        judge.close()
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


@contextmanager
def stopping_on_interrupt(judge: "Judge", tally: Tally) -> Iterator[None]:
    """Let Ctrl-C end a run between two verdicts, wherever it lands: no line is cut and the counts agree.

    What is being judged is ended at once. A second Ctrl-C is an ordinary KeyboardInterrupt.
    """
    previous = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(previous):
        yield  # another thread's, or ignored on purpose (a job in the background)
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, previous)
        tally.interrupted = True
        judge.close()

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


def _one(judge: "Judge", once: Once, item: Found, on_internal: Callable[[str], None]) -> Verdict:
    try:
        data = item.read()
    except OSError as error:
        reason = error.strerror or str(error)
        return _fault(judge, item, f"The file cannot be read: {reason}. Check its permissions.")
    try:
        return once.verdict(Submission(data, item.problem, item.shown, item.student), judge.judge)
    except Exception as error:  # noqa: BLE001 - one file's mishap must not take the others' verdicts with it
        on_internal(traceback.format_exc())
        return _fault(
            judge,
            item,
            f"Handgrad itself failed ({type(error).__name__}); run again with --debug to see how.",
        )


def _fault(judge: "Judge", item: Found, reason: str) -> Verdict:
    draft = Draft(Submission(b"", item.problem, item.shown, item.student), judge.inspection)
    draft.versions["handgrad"] = version()
    return judge_error(draft, reason)
