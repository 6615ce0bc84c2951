"""Who judges a workload: Handgrad, an interpreter for each submission, and the processes of `peers.py`."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from harness.runs.batch import Tally, run
from harness.runs.discover import Found
from harness.sandbox import wire

if TYPE_CHECKING:
    from harness.runs.bench.workload import Item, Workload

_ROOT = Path(__file__).resolve().parents[3]
_BOOT = "import sys; sys.path.insert(0, {root!r}); from harness.runs.bench import peers; peers.main()"
START_TIMEOUT = 120.0
#: One thread for everybody, whatever the environment says.
SINGLE = {"OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


class BenchError(Exception):
    """A contender could not do its work: nothing can be compared."""


@dataclass(frozen=True)
class Took:
    """What judging some submissions took: seconds in all and for each, and how many passed."""

    whole: float
    each: tuple[float, ...]
    passed: int


class Contender(Protocol):
    """Somebody who judges. `name` is what a table says."""

    name: str

    def judge(self, items: Sequence["Item"], workers: int = 1) -> Took:
        """Judge all items, so many at a time, on the processors that this process may use."""

    def close(self) -> None:
        """End what was started."""


class Handgrad:
    """The judge as `handgrad grade` uses it, every layer on; its time includes reading files and making verdicts."""

    name = "Handgrad, every layer"

    def __init__(self, workload: "Workload", isolation: str = "auto", jobs: int = 1) -> None:
        from harness.judging.judge import Judge

        self.stem = workload.stem
        self._judge = Judge(workload.course, isolation=isolation, jobs=jobs, batch=True)
        self._judge.start()

    @property
    def zygotes(self) -> Any:
        """The pool, for who wants to look at its processes."""
        return self._judge.pool

    def level(self) -> str:
        """Say at which level it isolates. Raises SandboxFault when there is no sandbox."""
        return self._judge.pool.facts().level

    def judge(self, items: Sequence["Item"], workers: int = 1) -> Took:
        """Judge as a run of a folder does. `workers` is what it was made with."""
        if workers != self._judge.jobs:
            raise ValueError("a judge has as many zygotes as it was made with")
        found = [Found(item.path, self.stem) for item in items]
        each, passed = [], 0
        started = last = time.perf_counter()
        for verdict in run(self._judge, found, Tally()):
            now = time.perf_counter()
            each.append(now - last)
            last = now
            passed += verdict.accepted
        return Took(time.perf_counter() - started, tuple(each), passed)

    def close(self) -> None:
        """End the zygotes."""
        self._judge.close()


class Peer:
    """A process of `peers.py` that takes orders: floor, bare or forkserver."""

    def __init__(self, kind: str, name: str, workload: "Workload", *more: str) -> None:
        """Start it and return at once; `ready` waits for it."""
        self.name = name
        self.control, theirs = socket.socketpair()
        code = _BOOT.format(root=str(_ROOT))
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, kind, str(workload.cases), str(theirs.fileno()), *more],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=os.environ | SINGLE,
        )
        theirs.close()
        self._waiting = False

    def ready(self) -> None:
        """Wait until it takes orders. Raises BenchError when it does not come to that."""
        while not self._waiting:
            answer, _body = self._answer(START_TIMEOUT)
            if answer.get("op") == "failed":
                raise BenchError(f"{self.name}: {answer.get('reason')}")
            self._waiting = answer.get("op") == "waiting"

    def judge(self, items: Sequence["Item"], workers: int = 1) -> Took:
        """Have it judge the items; it times itself."""
        self.ready()
        body = json.dumps([item.source for item in items]).encode()
        if hasattr(os, "sched_setaffinity"):
            # From outside: a process under a zygote's filter may not move itself.
            os.sched_setaffinity(self.process.pid, os.sched_getaffinity(0))
        wire.send(self.control, {"workers": workers}, body)
        answer, seconds = self._answer(None)
        return Took(answer["whole"], tuple(json.loads(seconds.decode())), answer["passed"])

    def _answer(self, timeout: float | None) -> tuple[dict[str, Any], bytearray]:
        self.control.settimeout(timeout)
        try:
            header, body, _fds = wire.receive(self.control, 1 << 30)
        except (wire.Closed, wire.WireError, OSError) as error:
            raise BenchError(f"{self.name}: its process ended") from error
        return header, body

    def close(self) -> None:
        """End it; what it forked goes with it."""
        self.control.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Command:
    """A command for every submission, as most graders start one. `words` gives it for a file."""

    def __init__(self, name: str, words: Any, environment: dict[str, str] | None = None) -> None:
        self.name = name
        self.words = words
        self.environment = os.environ | SINGLE | (environment or {})

    def judge(self, items: Sequence["Item"], workers: int = 1) -> Took:
        """Run the command for each item; it passes when it exits with 0."""

        def one(item: "Item") -> tuple[bool, float]:
            begun = time.perf_counter()
            done = subprocess.run(
                self.words(item.path),
                env=self.environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
            return done.returncode == 0, time.perf_counter() - begun

        started = time.perf_counter()
        with ThreadPoolExecutor(workers) as threads:
            found = list(threads.map(one, items))
        return Took(
            time.perf_counter() - started,
            tuple(seconds for _, seconds in found),
            sum(good for good, _ in found),
        )

    def close(self) -> None:
        """Nothing stays behind."""


def fresh(workload: "Workload") -> Command:
    """A new interpreter for every submission."""
    code = _BOOT.format(root=str(_ROOT))
    return Command(
        "an interpreter per submission",
        lambda path: [sys.executable, "-c", code, "fresh", str(workload.cases), str(path)],
    )


def forkserver(workload: "Workload") -> Peer:
    """The standard library's forkserver with torch loaded, and no sandbox."""
    return Peer("forkserver", "a forkserver, torch loaded, no sandbox", workload)


def bare(workload: "Workload", isolation: str = "auto") -> Peer:
    """Bare forks of the same zygote."""
    return Peer("bare", "a bare fork with the same calls", workload, isolation)


def floor(workload: "Workload") -> Peer:
    """No process at all for a submission."""
    return Peer("floor", "in one process, no isolation", workload)
