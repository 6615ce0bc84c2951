"""Judging on a Ray cluster: one actor per node, each with zygotes of its own.

Ray places the actors, restarts one that died, notices a node that vanished and carries the bytes. What is left to do
here is a window of submissions per node, and this promise: a submission is in exactly one place, which is the source,
the returned ones, or under way as one call. Its verdict is emitted when that call answers, and a call that will
not answer any more puts the submission back. So it may be judged more than once and has one verdict.
"""

import contextlib
import os
import pickle
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from harness.problem.errors import ProblemError
from harness.runs.executor import Internal, no_verdict, own_fault, submission, unreadable
from harness.runs.node import Mishap, Node, Parcel, build
from harness.runs.ray_address import ClusterFault, joined

if TYPE_CHECKING:
    from harness.judging.judge import Judge
    from harness.judging.pipeline import Submission
    from harness.judging.verdict import Verdict
    from harness.runs.discover import Found

#: Seconds to wait for a first node, or for another one when all are gone.
PATIENCE: Final = 180.0
#: A submission that loses so many nodes is not sent to another: it may be what ends them.
LOSSES: Final = 3
#: Seconds between two looks at which nodes there are, and between two looks at whether to stop.
_LOOK, _TICK = 5.0, 0.5


@dataclass(eq=False)
class _Place:
    """A node with an actor on it. It is sent nothing until its actor has said hello."""

    name: str
    actor: Any
    jobs: int
    ready: bool = False
    under_way: int = 0

    @property
    def room(self) -> bool:
        """Whether to send it one more: as many as it judges at once, and the same again so that it never waits."""
        return self.ready and self.under_way < 2 * self.jobs


@dataclass(eq=False)
class _Work:
    """A submission on its way, and how many nodes it has seen vanish."""

    item: "Found"
    read: "Submission"
    losses: int = 0


class Cluster:
    """The executor of a Ray cluster. A context manager: actors live as long as it is open.

    Args:
        judge: the judge to copy to every node. It prepares the problems here, and starts no zygote here.
        on: `ray`, the cluster that this machine belongs to, or `ray://HOST:PORT`, one reached from outside.
        most: the largest number of zygotes on a node; as many as it has processors, if that is fewer.
        say: is given a sentence about a node that is left out or lost.
        patience: seconds to wait for a node to be ready.
        debug: let what Ray prints through, to standard error.
    """

    def __init__(
        self,
        judge: "Judge",
        on: str,
        *,
        most: int,
        say: Callable[[str], None],
        patience: float = PATIENCE,
        debug: bool = False,
    ) -> None:
        self._judge = judge
        self._on = on
        self._most = most
        self._say = say
        self._patience = patience
        self._debug = debug
        self._closing = False
        self._places: list[_Place] = []
        self._hellos: dict[Any, _Place] = {}
        self._running: dict[Any, tuple[_Work, _Place]] = {}
        self._returned: deque[_Work] = deque()
        self._parcels: dict[str, Any] = {}
        self._met: set[str] = set()
        self._refusal = ""
        self._looked = float("-inf")
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        """Reach the cluster and wait for the first node that can judge.

        Raises:
            RayMissing: Ray is not installed here.
            ClusterFault: the cluster cannot be reached, or no node of it can judge; the reason is said.
        """
        with ExitStack() as stack:
            # Ray prints what befalls its nodes to standard output, which belongs to the report.
            sink = sys.stderr if self._debug else stack.enter_context(Path(os.devnull).open("w"))
            stack.enter_context(contextlib.redirect_stdout(sink))
            self._ray = stack.enter_context(joined(self._on))
            stack.callback(self._end)
            with _answering():
                self._await_first()
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every actor, and with them their zygotes, and leave the cluster."""
        self._stack.close()

    def close(self) -> None:
        """Have `verdicts` end within half a second. Only a flag is set: Ray cannot be called from a signal handler."""
        self._closing = True

    def verdicts(self, items: "Iterator[Found]", on_internal: Internal) -> "Generator[Verdict]":
        """Judge on every node that is there, and on those that come later, in the order verdicts arrive.

        Raises:
            ClusterFault: the cluster stopped answering.
        """
        with _answering():
            yield from self._verdicts(items, on_internal)

    def _verdicts(self, items: "Iterator[Found]", on_internal: Internal) -> "Iterator[Verdict]":
        exhausted = False
        waiting_since = None
        while not self._closing:
            self._look()
            while place := self._roomiest():
                if self._returned:
                    self._send(self._returned.popleft(), place)
                elif (item := next(items, None)) is None:
                    exhausted = True
                    break
                elif isinstance(work := self._open(item), _Work):
                    self._send(work, place)
                else:
                    yield work
            if exhausted and not self._running and not self._returned:
                return
            yield from self._collect(on_internal)
            if any(place.ready for place in self._places):
                waiting_since = None
            elif waiting_since is None:
                waiting_since = time.monotonic()
            elif time.monotonic() - waiting_since > self._patience:
                yield from self._give_up(items)
                return

    def _open(self, item: "Found") -> "_Work | Verdict":
        """Read a submission and prepare its problem; what fails there needs no node to be told."""
        try:
            read = submission(item)
        except OSError as error:
            return unreadable(self._judge, item, error)
        if item.problem not in self._parcels:
            try:
                prepared = self._judge.prepare(item.problem)
            except ProblemError:
                return self._judge.judge(read)
            parcel = Parcel(prepared.to_send(), self._judge.signatures())
            self._parcels[item.problem] = self._ray.put(parcel)
        return _Work(item, read)

    def _send(self, work: _Work, place: _Place) -> None:
        call = place.actor.judge.remote(work.read, [self._parcels[work.item.problem]])
        self._running[call] = work, place
        place.under_way += 1

    def _collect(self, on_internal: Internal) -> "Iterator[Verdict]":
        """Wait for a call to end, or for a tick, and take what has ended."""
        for call in self._ended():
            if call in self._hellos:
                self._answered(call)
                continue
            work, place = self._running.pop(call)
            place.under_way -= 1
            try:
                answer: Verdict | Mishap = self._ray.get(call)
            except self._ray.exceptions.RayTaskError as error:
                answer = Mishap(type(error.cause or error).__name__, str(error))
            except (self._ray.exceptions.RayError, ConnectionError):
                self._doubt(place)
                work.losses += 1
                if work.losses < LOSSES:
                    self._returned.append(work)
                else:
                    yield no_verdict(
                        self._judge, work.item, f"The node that judged it was lost, {LOSSES} times in a row."
                    )
                continue
            if isinstance(answer, Mishap):
                on_internal(answer.trace)
                yield own_fault(self._judge, work.item, answer.name)
            else:
                yield answer

    def _ended(self) -> list[Any]:
        calls = [*self._running, *self._hellos]
        if not calls:
            time.sleep(_TICK)
            return []
        done, _ = self._ray.wait(calls, num_returns=1, timeout=_TICK)
        if done:
            # Whatever else has ended by now is taken along: one question for many answers.
            done, _ = self._ray.wait(calls, num_returns=len(calls), timeout=0)
        return list(done)

    def _roomiest(self) -> _Place | None:
        """The node with the shortest queue for its size."""
        return min(
            (place for place in self._places if place.room),
            key=lambda place: place.under_way / place.jobs,
            default=None,
        )

    def _look(self) -> None:
        """Put an actor on every node that was not seen before and offers a processor."""
        if time.monotonic() - self._looked < _LOOK:
            return
        self._looked = time.monotonic()
        for node in self._ray.nodes():
            name, processors = node["NodeID"], int(node["Resources"].get("CPU", 0))
            if not node["Alive"] or not processors or name in self._met:
                continue
            self._met.add(name)
            jobs = min(processors, self._most)
            strategy = self._ray.util.scheduling_strategies.NodeAffinitySchedulingStrategy(name, soft=False)
            actor = (
                self._ray.remote(Node)
                .options(num_cpus=jobs, max_concurrency=jobs, max_restarts=-1, scheduling_strategy=strategy)
                .remote(pickle.dumps(self._judge), jobs)
            )
            place = _Place(f"{node['NodeManagerHostname']} ({name[:8]})", actor, jobs)
            self._places.append(place)
            self._greet(place)

    def _greet(self, place: _Place) -> None:
        # Ray repeats this one until the actor stands, or cannot stand again.
        self._hellos[place.actor.hello.options(max_task_retries=-1).remote(build())] = place

    def _doubt(self, place: _Place) -> None:
        """Send nothing more to a node whose actor failed, until it says hello again."""
        if place.ready:
            place.ready = False
            self._say(
                f"Node {place.name} was lost; its submissions are judged again, on another or when it is back."
            )
            self._greet(place)

    def _answered(self, call: Any) -> None:
        """Take a node in, or leave it out."""
        place = self._hellos.pop(call)
        try:
            why = self._ray.get(call)
            # A reason that a node gave says more than that one went away.
            self._refusal = why or self._refusal
        except (self._ray.exceptions.RayError, ConnectionError) as error:
            why = _cause(error)
            self._refusal = self._refusal or why
        if not why:
            place.ready = True
            return
        self._places.remove(place)
        self._dismiss(place)
        self._say(f"Node {place.name} is left out: {why}.")

    def _await_first(self) -> None:
        begun = time.monotonic()
        while True:
            self._look()
            if not self._places:
                why = self._refusal or "none offers a processor"
                raise ClusterFault(f"No node of the cluster can judge: {why}.")
            for call in self._ended():
                self._answered(call)
            if any(place.ready for place in self._places):
                return
            if time.monotonic() - begun > self._patience:
                raise ClusterFault(
                    f"No node of the cluster was ready within {self._patience:.0f} s: `ray status` shows whether"
                    " others hold its processors."
                )

    def _give_up(self, items: "Iterator[Found]") -> "Iterator[Verdict]":
        """Give every submission that is left its one verdict: none, and why."""
        reason = f"The cluster lost every node, and for {self._patience:.0f} s no other came."
        left = [work.item for work, _place in self._running.values()] + [work.item for work in self._returned]
        self._running.clear()
        self._returned.clear()
        for source in (iter(left), items):
            for item in source:
                if self._closing:
                    return
                yield no_verdict(self._judge, item, reason)

    def _dismiss(self, place: _Place) -> None:
        # The node or the whole cluster may be gone; then there is nothing to end.
        with contextlib.suppress(Exception):
            self._ray.kill(place.actor)

    def _end(self) -> None:
        for place in self._places:
            self._dismiss(place)


@contextlib.contextmanager
def _answering() -> Iterator[None]:
    """Say that the cluster went away, which Ray's client tells by a ConnectionError from any of its calls."""
    try:
        yield
    except ConnectionError:
        raise ClusterFault(
            "The cluster stopped answering. Verdicts that were given stand; grade the others again."
        ) from None


def _cause(error: Exception) -> str:
    """Put a node's failure to start its actor into a clause; Ray's report holds the line that says it."""
    if type(error).__name__ in {"ActorUnschedulableError", "ActorUnavailableError", "NodeDiedError"}:
        return "it went away before it was ready"
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    known = next((line for line in lines if line.startswith("ModuleNotFoundError")), None)
    if known is not None:
        return f"Handgrad could not be loaded there ({known}); install it there in this version"
    return lines[-1].rstrip(".") if lines else type(error).__name__
