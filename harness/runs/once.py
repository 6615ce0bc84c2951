"""Judging a program once, however often it is handed in within one run.

A class hands in its starter unchanged, and a model in training repeats itself. The same bytes to the same problem,
under the settings of one judge, have one verdict; path, student and timing are each submission's own.
"""

import hashlib
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future

from harness.judging.pipeline import Submission, printable
from harness.judging.verdict import Verdict

#: How many verdicts are kept, those asked for last: memory must not grow with the number of submissions.
KEPT = 256
#: What a limit or the judge itself decided may come out otherwise on a calmer machine: that is tried again.
_LASTING = frozenset({"AC", "WA", "RV", "CE", "RTE"})

_Key = tuple[bytes, str]


class Once:
    """The verdicts of one run, by what was judged. Safe to use from several threads; never to be kept for another run."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._lock = threading.Lock()
        #: None in the future's place of a verdict: it does not hold for others.
        self._known: OrderedDict[_Key, Future[Verdict | None]] = OrderedDict()

    def verdict(self, submission: Submission, judge: Callable[[Submission], Verdict]) -> Verdict:
        """Give the verdict of a submission: `judge`'s own, or a copy of that of the same program.

        Waits when the same program is being judged by another thread. Raises what `judge` raises.
        """
        started = time.monotonic()
        key = hashlib.sha256(submission.data).digest(), submission.problem
        while True:
            with self._lock:
                earlier = self._known.get(key)
                if earlier is None:
                    mine = self._known[key] = Future()
                    break
                self._known.move_to_end(key)
            if (same := earlier.result()) is not None:
                return _of_another(same, submission, time.monotonic() - started)
        found: Verdict | None = None
        try:
            found = judge(submission)
            return found
        finally:
            lasting = found if found is not None and found.status in _LASTING else None
            with self._lock:
                # Taken out before the others are told, so that they do not meet it again.
                if lasting is None:
                    del self._known[key]
                self._forget()
            mine.set_result(lasting)

    def _forget(self) -> None:
        """Drop the oldest verdicts beyond those kept; what is still being judged stays."""
        beyond = len(self._known) - self._kept
        if beyond > 0:
            for key in [key for key, future in self._known.items() if future.done()][:beyond]:
                del self._known[key]


def _of_another(verdict: Verdict, submission: Submission, seconds: float) -> Verdict:
    own = {
        "path": printable(submission.path),
        "student": None if submission.student is None else printable(submission.student),
        "timing": {"total": round(seconds, 6)},
    }
    return verdict.model_copy(update=own)
