"""One submission in the sandbox, seen from the judge: asking, timing, copying, ending.

The judge drives. A case begins when the judge writes its inputs to the child and ends when the child's answer
has come in whole; both moments are read on the judge's clocks, and what came in lies in the judge's memory
before the next case is asked for. So no case can borrow time from another, and no answer can be rewritten.
A child that is lost in one case is replaced by a fresh fork for the rest.
"""

import contextlib
import math
import os
import select
import signal
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from harness.sandbox import returned, wire
from harness.sandbox.bundle import Bundle
from harness.sandbox.idle import TICK, Idleness
from harness.sandbox.zygote_handle import SandboxFault, ZygoteDied, ZygoteHandle

#: Captured output beyond this is dropped; beyond the flood limit the program is ended.
OUTPUT_KEPT = 64 * 1024
OUTPUT_FLOOD = 1024 * 1024
#: Wall-clock allowance per second of processor time: a busy machine must not fail an honest program.
WALL_FACTOR = 3.0
#: How long a fork may take to put its layers on before the sandbox is called broken.
CONFINE_SECONDS = 30.0
#: How long a child that hung up may take to be gone.
GRACE_SECONDS = 1.0

FailureKind = Literal[
    "syntax", "no-solve", "signature",  # it could not be loaded
    "removed", "import",  # it asked for something that was taken away
    "exception", "exit", "crash", "protocol",  # it broke
    "time", "idle", "memory", "output",  # it went over a limit
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What a submission may use: processor seconds per case and in all, bytes on top of the zygote."""

    time: float
    total: float
    memory: int


@dataclass(frozen=True, slots=True)
class Failure:
    """How a case (or loading) failed. The words are the child's own: hostile text, for display only."""

    kind: FailureKind
    type: str = ""
    message: str = ""
    line: int | None = None
    rule: str = ""
    signal: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """One call of `solve`: what came back or how it failed, and what it cost on the judge's clocks."""

    case: int
    value: returned.Returned | None
    failure: Failure | None
    cpu: float
    wall: float
    output: bytes = b""


@dataclass
class Execution:
    """All calls of one submission. What it printed is kept with the call that printed it."""

    load_failure: Failure | None = None
    steps: list[Step] = field(default_factory=list)
    load_output: bytes = b""
    truncated: bool = False
    cpu: float = 0.0
    wall: float = 0.0
    #: Seconds in which it was asked for something and neither computed nor waited for a processor.
    idle: float = 0.0
    forks: int = 0
    #: Nothing more is to be run: it broke a rule, cannot be loaded, or has used up its total.
    over: bool = False


def execute(
    zygote: ZygoteHandle,
    bundle: Bundle,
    source: str,
    filename: str,
    plan: Sequence[int],
    limits: Limits,
    split: int = 0,
) -> Execution:
    """Run a submission through the cases of `plan` (indices into the bundle, in that order).

    After the first `split` calls a new process goes on, so that those calls can know nothing of the others.
    Stops early when the program cannot be loaded, asks for something that was removed, or has used up its
    total. Raises SandboxFault (or ZygoteDied) when the sandbox failed and nothing can be said.
    """
    result = Execution()
    started = time.monotonic()
    deadline = started + limits.total * WALL_FACTOR
    for part in (plan[:split], plan[split:]):
        waiting = list(part)
        while waiting and not result.over:
            left = limits.total - result.cpu
            if result.forks and (left <= 0 or result.idle >= limits.time or time.monotonic() > deadline):
                if all(step.failure is None for step in result.steps):
                    # Used up without a case that went over: without this it would look like the judge's fault.
                    result.steps.append(Step(waiting[0], None, Failure("time"), 0.0, 0.0))
                result.over = True
                break
            child = _Child(zygote, bundle, filename, limits, left, deadline, limits.time - result.idle)
            result.forks += 1
            try:
                child.run(source, waiting, result)
            finally:
                report = child.end()
            result.truncated |= child.dropped
            result.cpu += float(report["cpu"])
            result.idle += child.idleness.spent()
    result.wall = time.monotonic() - started
    return result


class _Child:
    """One fork of the zygote and the conversation with it."""

    def __init__(
        self,
        zygote: ZygoteHandle,
        bundle: Bundle,
        filename: str,
        limits: Limits,
        cpu_left: float,
        deadline: float,
        idle_left: float,
    ) -> None:
        self.zygote = zygote
        self.bundle = bundle
        self.limits = limits
        self.cpu_left = cpu_left
        self.deadline = deadline
        self.output = bytearray()
        self.dropped = False
        self.seen = self.kept = 0
        self.last_cpu = 0.0
        self.report: dict[str, Any] | None = None
        self.closed = False
        ours, theirs = socket.socketpair()
        read_end, write_end = os.pipe()
        try:
            header = {
                "op": "run",
                "framework": bundle.framework,
                "filename": filename,
                "arity": bundle.arity,
                "signature": bundle.signature,
                "cap": bundle.cap,
                "memory": limits.memory,
                # Whole seconds, and later than the judge's own clock: a second line, not the first.
                "cpu": math.ceil(limits.total) + 2,
            }
            self.pid, self.pidfd = zygote.start(header, [theirs.fileno(), write_end])
        except BaseException:
            ours.close()
            os.close(read_end)
            raise
        finally:
            theirs.close()
            os.close(write_end)
        self.idleness = Idleness(self.pid, idle_left)
        self.channel = ours
        self.pipe = read_end
        os.set_blocking(self.pipe, False)
        ours.setblocking(False)
        self.reader = wire.Reader(ours.recv_into, bundle.cap + 4096)
        self.poll = select.poll()
        self.poll.register(ours.fileno(), select.POLLIN)
        self.poll.register(self.pipe, select.POLLIN)
        # The processor clock of another process (see clock_getcpuclockid): no file to open, no parsing.
        self.clock = (~self.pid << 3) | 2

    def run(self, source: str, waiting: list[int], result: Execution) -> None:
        """Load the program and work through `waiting`, as far as this process lasts."""
        self._confined()
        self._hand_over(source.encode("utf-8"))
        frame = self._frame("loaded", self.limits.time)
        printed = self._printed()
        if result.forks == 1:
            result.load_output = printed
        if not isinstance(frame, tuple):
            self._lost(waiting, result, self._death() if frame is None else frame)
            return
        header, _body = frame
        if "fault" in header:
            self._lost(waiting, result, _failure(header))
            return
        while waiting:
            case = waiting[0]
            # What it computes between two cases is on the second one's clock, and no reading is taken for it: each
            # costs as much as sending a small case.
            before_cpu, before = self.last_cpu, time.monotonic()
            answer = self._ask(case, before_cpu)
            cpu, wall = self.last_cpu - before_cpu, time.monotonic() - before
            if not isinstance(answer, tuple):
                ended = self._death() if answer is None else answer
                result.steps.append(Step(waiting.pop(0), None, ended, cpu, wall, self._printed()))
                return
            value, failure = self._value(answer, case)
            result.steps.append(Step(waiting.pop(0), value, failure, cpu, wall, self._printed()))
            if failure is not None and failure.kind in {"removed", "import"}:
                result.over = True
                return
            if failure is not None and failure.kind in {"protocol", "memory"}:
                return

    def end(self) -> dict[str, Any]:
        """Kill the child if it still lives, collect what it printed, and give the zygote's report."""
        if self.report is None:
            if self.closed:
                raise ZygoteDied("the sandbox process went away before it could say how a submission ended")
            self.closed = True
            try:
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
                self.report = self.zygote.ended()
            finally:
                self._drain()
                self.channel.close()
                os.close(self.pipe)
                os.close(self.pidfd)
        return self.report

    def _printed(self) -> bytes:
        """Take what was printed since the last time; a child flushes before it answers."""
        if not self.closed:
            self._drain()
        printed, self.kept = bytes(self.output), self.kept + len(self.output)
        self.output.clear()
        return printed

    def cpu(self) -> float:
        """Give the processor seconds the child has used, by the kernel's account."""
        with contextlib.suppress(OSError):
            self.last_cpu = time.clock_gettime(self.clock)
        return self.last_cpu

    def _confined(self) -> None:
        """Wait for the child's word that every layer is on. Until then nothing is the submission's fault."""
        if not isinstance(self._frame("confined", CONFINE_SECONDS), tuple):
            raise ZygoteDied("a child ended before it was confined")

    def _hand_over(self, source: bytes) -> None:
        """Give the child its program: straight to it, so that the zygote, and later forks of it, never hold it."""
        try:
            self.channel.settimeout(CONFINE_SECONDS)
            wire.send(self.channel, {"event": "source"}, source)
            self.channel.setblocking(False)
        except OSError as error:
            raise ZygoteDied(f"a child ended before it had its program ({error})") from error

    def _ask(self, case: int, cpu: float) -> "tuple[dict[str, Any], memoryview] | Failure | None":
        # From here on the case is on the clock: a program that takes its inputs slowly gains nothing by it.
        begun = cpu, time.monotonic()
        try:
            self.channel.settimeout(max(0.001, min(self.limits.time * WALL_FACTOR, self.deadline - begun[1])))
            self.channel.sendall(self.bundle.go(case))
        except TimeoutError:
            # It does not even take its inputs: it is busy with something else, or asleep.
            self.idleness.left(time.monotonic() - begun[1] - (self.cpu() - begun[0]))
            return Failure("time")
        except OSError:
            return None
        finally:
            self.channel.setblocking(False)
        return self._frame("result", self.limits.time, begun)

    def _frame(
        self, event: str, seconds: float, begun: tuple[float, float] | None = None
    ) -> "tuple[dict[str, Any], memoryview] | Failure | None":
        """Wait for a frame: the frame, or the failure that came instead, or None when the child is gone.

        `begun` is when its clocks (processor, wall) started, if not now.
        """
        start_cpu, start = begun or (self.cpu(), time.monotonic())
        confining = event == "confined"
        budget = seconds if confining else min(seconds, self.cpu_left - start_cpu)
        by_clock = budget * WALL_FACTOR
        if not confining:
            by_clock = min(by_clock, self.deadline - start)
        # Where it has hardly begun, its clock need not be read: that is left for a tick, a word or an answer.
        cpu = self.cpu() - start_cpu if time.monotonic() - start > TICK / 2 else 0.0
        while True:
            wall = time.monotonic() - start
            left = min(budget - cpu, by_clock - wall)
            if left <= 0:
                return Failure("time")
            if not confining and self.idleness.left(wall - cpu) <= 0:
                return Failure("idle")
            for fd, _what in self.poll.poll(min(left, TICK) * 1000 + 1):
                if fd == self.pipe:
                    if self._drain():
                        return Failure("output")
                    continue
                try:
                    frame = self.reader.pull()
                except (wire.Closed, ConnectionResetError):
                    return None
                except wire.WireError as error:
                    return Failure("protocol", message=str(error))
                if frame is None:
                    continue
                if frame[0].get("event") == "unconfined" and event == "confined":
                    raise SandboxFault(f"a child could not be confined: {frame[0].get('reason')}")
                if frame[0].get("event") != event:
                    return Failure("protocol", message="an answer came that nobody asked for")
                used = self.cpu() - start_cpu
                if used > budget:
                    return Failure("time")
                if not confining:
                    self.idleness.answered(time.monotonic() - start - used)
                return frame
            cpu = self.cpu() - start_cpu

    def _value(
        self, frame: tuple[dict[str, Any], memoryview], case: int
    ) -> tuple[returned.Returned | None, Failure | None]:
        header, body = frame
        if "fault" in header:
            return None, _failure(header)
        if header.get("case") != case:
            return None, Failure("protocol", message="an answer came for another case")
        try:
            return returned.parse(header.get("value"), body), None
        except wire.WireError as error:
            return None, Failure("protocol", message=str(error))

    def _drain(self) -> bool:
        """Read what the program printed; True when it floods."""
        while True:
            try:
                chunk = os.read(self.pipe, 65536)
            except BlockingIOError:
                return False
            if not chunk:
                with contextlib.suppress(KeyError):
                    self.poll.unregister(self.pipe)
                return False
            self.seen += len(chunk)
            room = max(0, OUTPUT_KEPT - self.kept - len(self.output))
            self.output += chunk[:room]
            self.dropped |= len(chunk) > room
            if self.seen > OUTPUT_FLOOD:
                return True

    def _death(self) -> Failure:
        """Say how a child that hung up came to its end, from the kernel's report."""
        gone = select.poll()
        gone.register(self.pidfd, select.POLLIN)
        if self.report is None and not gone.poll(GRACE_SECONDS * 1000):
            # Alive and silent for good: it closed the channel. Killing it now must not read as its own death.
            return Failure("protocol", message="the channel to the judge was closed")
        report = self.end()
        status = report["status"]
        if os.WIFEXITED(status):
            return Failure("exit", type="SystemExit", message=str(os.WEXITSTATUS(status)))
        number = os.WTERMSIG(status)
        # The kernel's own limit on processor time ends process 1 of a namespace with SIGKILL as well.
        if number == signal.SIGXCPU or float(report["cpu"]) >= self.cpu_left:
            return Failure("time")
        # Nobody but the kernel sends this besides us: it was out of memory.
        if number == signal.SIGKILL:
            return Failure("memory")
        return Failure("crash", signal=number)

    def _lost(self, waiting: list[int], result: Execution, failure: Failure) -> None:
        """Record that loading failed: the end of the submission, unless it could be loaded before."""
        if result.forks == 1:
            result.load_failure, result.over = failure, True
            return
        # It loaded before: what differs now is its own doing, and counts against the case at hand.
        result.steps.append(Step(waiting.pop(0), None, failure, 0.0, 0.0))


def _failure(header: dict[str, Any]) -> Failure:
    """Read a failure that a child describes. It can only harm the submission that sent it."""
    kinds = {"syntax", "no-solve", "signature", "removed", "import", "exception", "exit", "memory"}
    kind: Any = header.get("fault")
    words = {name: header.get(name, "") for name in ("type", "message", "rule")}
    if not all(isinstance(text, str) for text in (kind, *words.values())) or kind not in kinds:
        return Failure("protocol", message="a failure was reported in a form that is not known")
    line = header.get("line")
    return Failure(
        kind,
        type=words["type"][:80],
        message=words["message"][:2000],
        line=line if type(line) is int and 0 < line < 10**7 else None,
        rule=words["rule"][:80],
    )
