"""Judging on this machine: a thread for each zygote, a window of submissions read ahead, the same program once."""

import traceback
from collections.abc import Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice
from typing import TYPE_CHECKING

from harness.runs.executor import Internal, own_fault, submission, unreadable
from harness.runs.once import Once

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.verdict import Verdict
    from harness.runs.discover import Found


class Local:
    """The executor of a single machine: `judge.jobs` submissions at a time, twice as many read ahead."""

    def __init__(self, judge: "Judge") -> None:
        self._judge = judge

    def verdicts(self, items: "Iterator[Found]", on_internal: Internal) -> "Generator[Verdict]":
        """Judge side by side, in the order they finish; a bug of ours becomes a JE verdict for that one file."""
        waiting: set[Future[Verdict]] = set()
        window = 2 * self._judge.jobs
        once = Once()
        pool = ThreadPoolExecutor(self._judge.jobs, thread_name_prefix="judge")
        try:
            while True:
                for item in islice(items, window - len(waiting)):
                    waiting.add(pool.submit(_one, self._judge, once, item, on_internal))
                if not waiting:
                    return
                done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        except KeyboardInterrupt:
            self.close()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def close(self) -> None:
        """End every zygote: what they were judging fails at once."""
        self._judge.close()


def _one(judge: "Judge", once: Once, item: "Found", on_internal: Internal) -> "Verdict":
    try:
        read = submission(item)
    except OSError as error:
        return unreadable(judge, item, error)
    try:
        return once.verdict(read, judge.judge)
    except Exception as error:  # noqa: BLE001 - one file's mishap must not take the others' verdicts with it
        on_internal(traceback.format_exc())
        return own_fault(judge, item, type(error).__name__)
