"""What a resident judge keeps between two questions: problems as they were prepared, for as long as they stand.

A problem is kept with the times and sizes of the files it came from, and read again when any of them has changed:
a verdict is always that of the course as it is now. The zygotes hold nothing of a problem and need no such care.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from harness.judging.judge import Judge
from harness.problem.course import Course
from harness.problem.errors import ProblemError
from harness.sandbox.pool import Pool
from harness.sandbox.zygote_handle import SandboxFault, ZygoteHandle

if TYPE_CHECKING:
    from harness.judging.prepared import Prepared
    from harness.problem.policy import Policy
    from harness.problem.spec import Problem
    from harness.runs.resident.protocol import Request
    from harness.sandbox.zygote_handle import Facts

#: How many prepared problems are kept; a golden may have some megabytes.
KEPT = 16
#: A file changed so shortly before it was read may change again without a later time: clocks of file systems tick.
_TICK = 50_000_000

Stamp = tuple[str, int, int, int, int] | None
_Kept = TypeVar("_Kept")


class Shelf:
    """Prepared problems of a course, read again when their files change. Safe to use from several threads."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self._kept: OrderedDict[tuple[str, ...], tuple[tuple[Stamp, ...], object]] = OrderedDict()
        self._lock = threading.Lock()

    def prepared(self, stem: str, case: str | None) -> "Prepared | ProblemError":
        """Give a problem, or what is wrong with it, as it stands on disk now."""
        from harness.judging.prepared import prepare

        def load() -> "Prepared | ProblemError":
            try:
                return prepare(self.course, stem, case)
            except ProblemError as error:
                return error.with_traceback(None)

        return self._keep(("problem", stem, case or ""), lambda: self._files(stem), load)

    def spec(self, stem: str) -> "Problem | ProblemError":
        """Give a problem's spec, or what is wrong with it, as it stands on disk now."""
        from harness.problem.spec import load_problem

        def load() -> "Problem | ProblemError":
            try:
                return load_problem(stem, self.course)
            except ProblemError as error:
                return error.with_traceback(None)

        return self._keep(("spec", stem), lambda: self._files(stem)[:1], load)

    def signatures(self, read: Callable[[], Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
        """Give what `solve` takes for every problem, read again when any spec has changed."""
        folder = self.course.root / "problems"
        return self._keep(("signatures",), lambda: sorted(folder.glob("*.yaml")), read)

    def _files(self, stem: str) -> Sequence[Path]:
        root = self.course.root
        try:
            golden = self.course.stored_golden(stem)
        except ProblemError:  # no such stem, or no longer
            golden = root / "problems" / "golden" / f"{stem}.safetensors"
        # The words of known mistakes are read when a wrong answer first needs them, and kept with the rest.
        mistakes = root / "problems" / "mistakes" / f"{stem}.yaml"
        return root / "problems" / f"{stem}.yaml", root / "reference" / f"{stem}.py", mistakes, golden

    def _keep(
        self, key: tuple[str, ...], files: Callable[[], Sequence[Path]], load: Callable[[], _Kept]
    ) -> _Kept:
        with self._lock:
            # Before it is loaded: a change in between makes the next question load it again.
            stamps, now = tuple(_stamp(path) for path in files()), time.time_ns()
            known = self._kept.get(key)
            if known is not None and known[0] == stamps:
                self._kept.move_to_end(key)
                return known[1]  # type: ignore[return-value] # a key tells what is kept under it
            made = load()
            self._kept.pop(key, None)
            if all(stamp is None or max(stamp[1:3]) < now - _TICK for stamp in stamps):
                self._kept[key] = stamps, made
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
            return made


def _stamp(path: Path) -> Stamp:
    try:
        facts = path.stat()
    except OSError:
        return None
    return str(path), facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino, facts.st_size


class CutError(SandboxFault):
    """Nobody waits for this verdict any more."""


class Ticket:
    """One question's hold on a zygote, so that it can be taken back from another thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._handle: ZygoteHandle | None = None
        self.is_cut = False

    def cut(self) -> None:
        """End what runs for this question, and whatever would run for it later."""
        with self._lock:
            self.is_cut = True
            if self._handle is not None:
                self._handle.process.kill()

    def hold(self, handle: ZygoteHandle | None) -> None:
        """Note the zygote that works for this question; None when it is done. Raises CutError."""
        with self._lock:
            self._handle = handle
            if self.is_cut and handle is not None:
                handle.process.kill()
                raise CutError("the question was taken back")


class _Lane(Pool):
    """The way of one question into a pool that others use as well: only its own zygote ends when it is cut."""

    def __init__(self, pool: Pool, ticket: Ticket) -> None:  # it has no zygotes of its own
        self._pool = pool
        self._ticket = ticket

    def facts(self) -> "Facts":
        """Say what isolation stands."""
        return self._pool.facts()

    @contextmanager
    def lease(self) -> Iterator[ZygoteHandle]:
        """Lend a zygote of the pool."""
        if self._ticket.is_cut:
            raise CutError("the question was taken back")
        with self._pool.lease() as handle:
            self._ticket.hold(handle)
            try:
                yield handle
            finally:
                self._ticket.hold(None)


class Guest(Judge):
    """A judge for one question, with the zygotes and the problems of a judge that stays."""

    def __init__(self, host: Judge, shelf: Shelf, request: "Request", ticket: Ticket) -> None:
        super().__init__(
            shelf.course,
            isolation=request.isolation,
            inspection=request.inspection,
            case=request.case,
            framework=request.framework,
        )
        self._host = host
        self._shelf = shelf
        self._ticket = ticket
        self._lanes: list[Pool] = []

    def pool_for(self, policy: "Policy") -> Pool:
        """The host's zygotes for problems of a policy."""
        pool = self._host.pool_for(policy)
        self._lanes.append(pool)
        return _Lane(pool, self._ticket)

    def warm(self) -> None:
        """Begin starting a zygote in the place of one that was cut, for whoever asks next."""
        for pool in self._lanes:
            with suppress(SandboxFault):
                pool.warm(1)

    def prepare(self, stem: str) -> "Prepared":
        """Give a problem as it stands on disk now. Raises ProblemError."""
        self._prepared[stem] = self._shelf.prepared(stem, self.case)
        return super().prepare(stem)

    def signatures(self) -> Mapping[str, tuple[str, ...]]:
        """Give what `solve` takes for every problem of the course that can be read."""
        return self._shelf.signatures(super().signatures)
