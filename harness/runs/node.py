"""The judge of one node of a cluster: what Ray runs there, once, for as long as a batch lasts.

It is handed problems already prepared, by way of Ray's object store, and needs no course: no spec is read twice, and
no reference leaves the machine of whoever grades. Everything it is told comes from the command that started it.
"""

import hashlib
import pickle
import platform
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.judging.judge import version
from harness.sandbox.zygote_handle import SandboxFault

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.pipeline import Submission
    from harness.judging.prepared import Prepared
    from harness.judging.verdict import Verdict


@dataclass(frozen=True)
class Parcel:
    """A problem as it travels: what was prepared of it, and what every problem's `solve` takes."""

    prepared: "Prepared"
    signatures: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Mishap:
    """An exception of ours in place of a verdict: its name, and its traceback for whoever debugs."""

    name: str
    trace: str


class Node:
    """An actor: its methods are called by Ray, `judge` from as many threads as the node has processors for it.

    Args:
        judge: the pickled `Judge` of the command. Bytes, because they may only be opened once both sides are known to
            be the same program.
        jobs: how many zygotes to hold.
    """

    def __init__(self, judge: bytes, jobs: int) -> None:
        self._packed = judge
        self._jobs = jobs
        self._opened: Judge | None = None

    def hello(self, wanted: str) -> str:
        """Start the first zygote and wait for it. Give "" when this node can judge, else why not.

        Args:
            wanted: `build()` of the command.
        """
        mine = build()
        if mine != wanted:
            return f"it has {mine} and this command is {wanted}; install the same there"
        try:
            self._judge.pool.facts()
        except SandboxFault as fault:
            return str(fault).rstrip(".")
        return ""

    def judge(self, submission: "Submission", parcel: "list[Any]") -> "Verdict | Mishap":
        """Judge one submission.

        Args:
            submission: its bytes and its problem.
            parcel: a list of one reference to the problem's `Parcel`. In a list it arrives as a reference, and is
                fetched once for the node instead of once for each submission.
        """
        try:
            if not self._judge.knows(submission.problem):
                import ray

                got: Parcel = ray.get(parcel[0])
                self._judge.adopt(got.prepared, got.signatures)
            return self._judge.judge(submission)
        except Exception as error:  # noqa: BLE001 - one submission's mishap must not take the others' verdicts
            return Mishap(type(error).__name__, traceback.format_exc())

    @property
    def _judge(self) -> "Judge":
        if self._opened is None:
            judge: Judge = pickle.loads(self._packed)  # noqa: S301 - of the command that started this actor
            judge.jobs = self._jobs
            self._opened = judge
        return self._opened


@cache
def build() -> str:
    """Name this Handgrad so that two that judge alike have one name: version, Python, a hash of the package."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    python = ".".join(platform.python_version_tuple()[:2])
    return f"Handgrad {version()} ({digest.hexdigest()[:12]}) on Python {python}"
