"""Where submissions are judged: all that a batch asks of a place, be it this machine or a cluster."""

from collections.abc import Callable, Generator, Iterator
from typing import TYPE_CHECKING, Protocol

from harness.judging.judge import version
from harness.judging.pipeline import Draft, Submission, judge_error

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.verdict import Verdict
    from harness.runs.discover import Found

#: Is given the traceback of a bug of ours.
Internal = Callable[[str], None]


class Executor(Protocol):
    """A place that judges: threads and zygotes here (`local.py`), or the nodes of a cluster (`cluster.py`)."""

    def verdicts(self, items: "Iterator[Found]", on_internal: Internal) -> "Generator[Verdict]":
        """Judge every item and give exactly one verdict for each, in the order they end.

        Items are drawn only as there is room for them, so memory does not grow with their number.
        """
        ...

    def close(self) -> None:
        """End what is being judged: no verdict given after this counts. Safe to call from a signal handler."""
        ...


def submission(item: "Found") -> Submission:
    """Read what was found. Raises OSError."""
    return Submission(item.read(), item.problem, item.shown, item.student)


def unreadable(judge: "Judge", item: "Found", error: OSError) -> "Verdict":
    """Say that a file went away or is closed to us."""
    reason = error.strerror or str(error)
    return no_verdict(judge, item, f"The file cannot be read: {reason}. Check its permissions.")


def own_fault(judge: "Judge", item: "Found", name: str) -> "Verdict":
    """Say that a bug of ours, an exception called `name`, took this verdict."""
    return no_verdict(judge, item, f"Handgrad itself failed ({name}); run again with --debug to see how.")


def no_verdict(judge: "Judge", item: "Found", reason: str) -> "Verdict":
    """Give the judge error of a submission that never reached the pipeline."""
    draft = Draft(Submission(b"", item.problem, item.shown, item.student), judge.inspection)
    draft.versions["handgrad"] = version()
    return judge_error(draft, reason)
