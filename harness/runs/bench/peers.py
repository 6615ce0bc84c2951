"""The other ways to judge a submission, each in a process of its own: what this file's `main` becomes.

    floor       in this process: load the program, call `solve`, compare. No isolation; nothing can be quicker.
    bare        a fork of a process laid out as Handgrad's zygote, and nothing else: no layer, no answer taken back
    forkserver  the standard library's: a process with torch loaded that forks for each submission; no sandbox
    fresh       a new interpreter for every submission, as most graders start one

All of them load the program from its text, give every call fresh copies of the inputs, and use one thread. All but
`bare` compare, by one `allclose` for each case. The first three take orders over a socket and time themselves.
"""

import json
import os
import socket
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from typing import Any

import numpy as np
import torch

from harness.sandbox import wire

LIMIT = 1 << 30
#: Set before the forkserver starts, and read where it loads this file: the children find the cases in place.
CASES = "HANDGRAD_BENCH_CASES"

Case = tuple[list[Any], list[str] | None, np.ndarray[Any, Any]]


class Cases:
    """The inputs and answers of a problem, as `workload.py` stores them."""

    def __init__(self, path: str) -> None:
        with np.load(path) as archive:
            about = json.loads(str(archive["about"]))
            self.arity, self.signature = about["arity"], about["signature"]
            self.tensors = about["tensors"]

            def value(node: dict[str, Any]) -> Any:
                if "group" in node:
                    return {name: value(member) for name, member in node["group"].items()}
                return archive[node["array"]] if "array" in node else node["scalar"]

            self.cases: list[Case] = [
                ([value(node) for node in case["inputs"]], case["names"], value(case["expected"]))
                for case in about["cases"]
            ]

    def fresh(self, value: Any) -> Any:
        """Give a copy of an input, as a tensor where the problem wants tensors."""
        if isinstance(value, dict):
            return {name: self.fresh(member) for name, member in value.items()}
        if not isinstance(value, np.ndarray):
            return value
        return torch.from_numpy(value.copy()) if self.tensors else value.copy()

    def passes(self, solve: Callable[..., Any]) -> bool:
        """Call `solve` once for each case and compare."""
        for inputs, names, expected in self.cases:
            answer = solve(*(self.fresh(value) for value in inputs))
            got = np.concatenate([np.ravel(np.asarray(part)) for part in _parts(answer, names)])
            if got.shape != expected.shape or not np.allclose(got, expected, rtol=1e-3, atol=1e-4):
                return False
        return True


def _parts(answer: Any, names: list[str] | None) -> list[Any]:
    if names is not None:
        found = []
        for name in names:
            part = answer
            for step in name.split("/"):
                part = part[step]
            found.append(part)
        return found
    if isinstance(answer, tuple):
        return [leaf for item in answer for leaf in (item.values() if isinstance(item, dict) else [item])]
    return [answer]


def loaded(source: str) -> Callable[..., Any]:
    """Execute a program's text and give its `solve`."""
    names: dict[str, Any] = {"__name__": "submission"}
    exec(compile(source, "submission.py", "exec"), names)  # noqa: S102 - a peer has no sandbox: that is the comparison
    solve: Callable[..., Any] = names["solve"]
    return solve


def main() -> None:
    """Become what the first argument says: KIND CASES [DESCRIPTOR LEVEL | FILE]."""
    torch.set_num_threads(1)
    kind, path = sys.argv[1:3]
    if kind == "fresh":
        with open(sys.argv[3], encoding="utf-8") as file:  # noqa: PTH123 - no import for one word
            source = file.read()
        sys.exit(0 if Cases(path).passes(loaded(source)) else 1)
    control = socket.socket(fileno=int(sys.argv[3]))
    judge = {"floor": _floor, "bare": _bare, "forkserver": _forkserver}[kind](path, control)
    wire.send(control, {"op": "waiting"})
    while True:
        try:
            order, body, _fds = wire.receive(control, LIMIT)
        except (wire.Closed, ConnectionResetError):
            os._exit(0)
        sources = json.loads(body.decode("utf-8"))
        seconds, passed = [], 0
        started = time.perf_counter()
        for good, spent in judge(sources, order["workers"]):
            passed += good
            seconds.append(spent)
        whole = time.perf_counter() - started
        wire.send(control, {"op": "done", "passed": passed, "whole": whole}, json.dumps(seconds).encode())


Judged = list[tuple[bool, float]]


def _timed(judge: Callable[[str], bool]) -> Callable[[list[str], int], Judged]:
    def each(sources: list[str], _workers: int) -> Judged:
        found = []
        for source in sources:
            started = time.perf_counter()
            good = judge(source)
            found.append((good, time.perf_counter() - started))
        return found

    return each


def _floor(path: str, _control: socket.socket) -> Callable[[list[str], int], Judged]:
    cases = Cases(path)
    return _timed(lambda source: cases.passes(loaded(source)))


def _bare(path: str, control: socket.socket) -> Callable[[list[str], int], Judged]:
    """Become a zygote, its inputs in place before its memory is laid out, and fork from there without a layer."""
    from harness.judging.plan import order_cases
    from harness.problem.imports import ALLOWED
    from harness.sandbox import kernel
    from harness.sandbox.child import Program
    from harness.sandbox.zygote import Zygote
    from harness.sandbox.zygote_handle import Settings

    cases = Cases(path)
    # The calls that Handgrad makes: each case, and the smallest once more.
    plan = order_cases([expected.size for _inputs, _names, expected in cases.cases], "")
    clone = kernel.Clone(0) if kernel.SUPPORTED else kernel.Fork()
    Zygote(control, asdict(Settings(sys.argv[4], tuple(sorted(ALLOWED)), collapse=True)))

    def judge(source: str) -> bool:
        pid = clone()
        if pid == 0:
            try:
                program = Program(source, "submission.py")
                program.load(cases.arity, cases.signature)
                solve = program.solve
                assert solve is not None  # noqa: S101 - the program is right
                for case in plan:
                    solve(*(cases.fresh(value) for value in cases.cases[case][0]))
                os._exit(0)
            finally:
                os._exit(1)
        _pid, status = os.waitpid(pid, 0)
        os.close(clone.pidfd.value)
        return status == 0

    return _timed(judge)


def _forkserver(path: str, _control: socket.socket) -> Callable[[list[str], int], Judged]:
    import multiprocessing

    os.environ[CASES] = path
    server: Any = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__])
    ready = server.Process(target=_in_child, args=("", None))
    ready.start()
    ready.join()

    def one(source: str) -> tuple[bool, float]:
        started = time.perf_counter()
        ours, theirs = server.Pipe(duplex=False)
        child = server.Process(target=_in_child, args=(source, theirs))
        child.start()
        theirs.close()
        try:
            good = bool(ours.recv())
        except EOFError:
            good = False
        child.join()
        ours.close()
        return good, time.perf_counter() - started

    followed: list[int | None] = [None]

    def judge(sources: list[str], workers: int) -> Judged:
        # The server was started before anybody asked for a core: it follows its client.
        cores = os.sched_getaffinity(0)
        core = min(cores) if len(cores) == 1 else None
        if core != followed[0]:
            followed[0] = core
            mover = server.Process(target=_move, args=(core,))
            mover.start()
            mover.join()
        with ThreadPoolExecutor(workers) as threads:
            return list(threads.map(one, sources))

    return judge


def _move(core: int | None) -> None:
    every = range(os.cpu_count() or 1)
    os.sched_setaffinity(os.getppid(), every if core is None else {core})


def _in_child(source: str, answer: Any) -> None:
    if answer is None:
        return
    assert _PLACED is not None  # noqa: S101 - loaded with this file, in the server
    answer.send(_PLACED.passes(loaded(source)))


_PLACED: Cases | None = None
if CASES in os.environ:
    torch.set_num_threads(1)
    _PLACED = Cases(os.environ[CASES])
