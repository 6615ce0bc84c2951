"""A program that sleeps is told from one that waits for its turn: the first is ended soon, the second is not."""

import math
import os
import select
import signal
import time

import pytest

from harness.sandbox.execution import Limits
from harness.sandbox.idle import Idleness
from tests.sandbox.bench import failure, run

SHORT = Limits(time=0.5, total=20.0, memory=128 << 20)
ASLEEP = "import time\n"


@pytest.mark.parametrize(
    "body", ["time.sleep(600)", "while True: time.sleep(0.01)", "__import__('os').read(3, 9)"]
)
def test_a_program_that_sleeps_is_ended_as_idle(jail, body):
    """In a case as in the module, at once or in small pieces."""
    found = run(jail, f"{ASLEEP}def solve(x, k):\n    {body}\n", [0, 1, 2], SHORT)
    assert failure(found).kind == "idle"
    assert run(jail, f"{ASLEEP}{body}\ndef solve(x, k): return x\n", limits=SHORT).load_failure.kind == "idle"


def test_one_allowance_serves_the_whole_submission(zygote):
    """Cases that each sleep less than they may use it up together; nothing is run after that."""
    source = f"{ASLEEP}def solve(x, k):\n    time.sleep(0.35)\n    return x\n"
    found = run(zygote, source, [0, 1, 2] * 5, SHORT)
    assert [step.failure is None for step in found.steps] == [True, False]
    assert failure(found).kind == "idle"


def test_a_new_process_brings_no_new_allowance(zygote):
    """A program that sleeps and then kills itself, each time anew, is ended like one that only sleeps."""
    source = "import os, time\ndef solve(x, k):\n    time.sleep(0.35)\n    os._exit(1)\n"
    found = run(zygote, source, [0, 1, 2] * 5, SHORT)
    assert len(found.steps) <= 3
    assert found.over


def test_work_is_not_idleness(zygote):
    """A loop is over its processor time; what it did not use of the clock is no sleep."""
    found = run(zygote, "def solve(x, k):\n    while True: pass\n", limits=SHORT)
    assert failure(found).kind == "time"
    assert found.idle < SHORT.time


def _spin(seconds: float) -> int:
    """Fork a process that computes for so long, and ends."""
    pid = os.fork()
    if pid == 0:
        end = time.process_time() + seconds
        while time.process_time() < end:
            pass
        os._exit(0)
    return pid


def test_waiting_for_a_busy_processor_is_not_idleness():
    """One of five processes on one processor is away four fifths of the time, and hardly idle."""
    everywhere = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {min(everywhere)})
    neighbours = []
    try:
        begun = time.monotonic()
        worker = _spin(0.3)
        neighbours = [_spin(60) for _ in range(4)]
        watched = os.pidfd_open(worker)
        clock = (~worker << 3) | 2
        idleness = Idleness(worker, math.inf)
        away = spent = 0.0
        poll = select.poll()
        poll.register(watched, select.POLLIN)
        while not poll.poll(100):
            away = time.monotonic() - begun - time.clock_gettime(clock)
            idleness.left(away)
            spent = idleness.spent()
        os.close(watched)
        os.waitpid(worker, 0)
        assert away > 0.3
        assert spent < away / 3
    finally:
        for pid in neighbours:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.sched_setaffinity(0, everywhere)


def test_without_an_account_of_waiting_nothing_is_idle():
    """Where the kernel says nothing of a process, the clock on the wall is left to judge alone."""
    idleness = Idleness(2**22 + 1, 0.5)
    assert idleness.left(9.0) == 0.5
    assert idleness.spent() == 0.0
