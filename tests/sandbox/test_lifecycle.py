"""Processes come and go, and none of them, nor a descriptor, stays behind; a sandbox that dies is replaced."""

import itertools
import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from harness.sandbox.pool import Pool
from harness.sandbox.zygote_handle import SandboxFault, SandboxUnavailable, Settings, ZygoteDied, ZygoteHandle
from tests.sandbox import bench
from tests.sandbox.bench import BUNDLE, MODULES, ROOMY, TIGHT, run

_numbers = itertools.count()
HOSTILE = (
    "def solve(x, k): return x",
    "def solve(x, k)",
    "import os\ndef solve(x, k): os._exit(1)",
    "import os\ndef solve(x, k): os.abort()",
    "import os\ndef solve(x, k): os.write(3, bytes(99))",
    "import os\ndef solve(x, k): os.closerange(0, 99)",
    "import os\ndef solve(x, k): os.fork()",
    "import os\ndef solve(x, k): os.kill(-1, 9)",
    "def solve(x, k): return bytearray(1 << 36)",
    "while True: print('x' * 65536)",
    "import sys\nsys.exit()",
    "import threading\ndef solve(x, k): threading.Thread(target=print).start()",
    "import subprocess\ndef solve(x, k): subprocess.run(['sh'])",
    "import os\nos.execv('/bin/sh', ['sh'])",
    "def solve(x, k): raise KeyboardInterrupt",
)


def children(pid):
    return {int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()}


def _links(pid):
    found = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            link.readlink()
        except OSError:
            continue
        found.append(link)
    return found


def state(zygote):
    """Count descriptors and processes on both sides, once the zygote is done with what it was doing."""
    # It tidies up after it has reported an end: an answer to another question comes after that.
    zygote.keep(replace(BUNDLE, key=f"state-{next(_numbers)}"))
    pid = zygote.process.pid
    return len(_links("self")), len(_links(pid)), children(pid), children(os.getpid())


def test_hostile_runs_leave_nothing_behind(zygote):
    """After 200 hostile runs there is no child, no zombie and no descriptor more than before them."""
    for source in HOSTILE:
        run(zygote, source, limits=TIGHT)
    pid = zygote.process.pid
    before = state(zygote)
    for number in range(200):
        run(zygote, HOSTILE[number % len(HOSTILE)], limits=TIGHT)
    assert state(zygote) == before
    assert children(pid) == set()
    assert run(zygote, HOSTILE[0]).steps[0].failure is None


def test_the_zygotes_memory_does_not_grow(zygote):
    """A zygote that served a hundred submissions is no larger than one that served a few."""

    def size():
        return int(Path(f"/proc/{zygote.process.pid}/statm").read_text().split()[0])

    for _ in range(5):
        run(zygote, HOSTILE[0])
    before = size()
    for _ in range(100):
        run(zygote, f"{HOSTILE[0]}\n# {'x' * 10_000}")
    assert (size() - before) * 4096 < 4 << 20


def test_a_child_ends_with_its_zygote():
    """A program that runs when its zygote is killed does not outlive it."""
    zygote = bench.start("auto")
    seen = []

    def kill():
        while not (found := children(zygote.process.pid)):
            time.sleep(0.005)
        time.sleep(0.2)
        seen.extend(found)
        zygote.process.kill()

    killer = threading.Thread(target=kill)
    killer.start()
    with pytest.raises(ZygoteDied):
        run(zygote, "def solve(x, k):\n    while True: pass\n", limits=ROOMY)
    killer.join()
    zygote.close()
    (child,) = seen
    deadline = time.monotonic() + 10
    while Path(f"/proc/{child}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{child}").exists()


def test_closing_ends_a_zygote_and_its_descriptors():
    """Closing a handle leaves no process, no zombie and no descriptor."""
    before = len(_links("self")), children(os.getpid())
    zygote = ZygoteHandle(Settings(level="process"))
    zygote.close()
    assert (len(_links("self")), children(os.getpid())) == before


def test_a_killed_zygote_is_replaced_once():
    """A zygote that died between submissions is replaced, and the submission gets its answer."""
    pool = Pool(Settings(level="auto", modules=MODULES))
    try:
        with pool.lease() as handle:
            first = handle.process
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        found = pool.execute(BUNDLE, HOSTILE[0], "submission.py", [0], ROOMY)
        assert found.steps[0].failure is None
        with pool.lease() as handle:
            assert handle.process.pid != first.pid
    finally:
        pool.close()
    assert first.poll() is not None


def test_a_sandbox_that_keeps_dying_is_a_fault(monkeypatch):
    """When the replacement dies as well, there is no verdict: SandboxFault, not a failure of the submission."""
    pool = Pool(Settings(level="process"))
    start, deaths = ZygoteHandle.start, []

    def start_and_die(self, header, fds):
        self.process.kill()
        self.process.wait()
        deaths.append(self.process.pid)
        return start(self, header, fds)

    monkeypatch.setattr(ZygoteHandle, "start", start_and_die)
    try:
        with pytest.raises(SandboxFault, match="twice") as caught:
            pool.execute(BUNDLE, HOSTILE[0], "submission.py", [0], ROOMY)
    finally:
        pool.close()
    assert not isinstance(caught.value, ZygoteDied | SandboxUnavailable)
    assert len(set(deaths)) == 2


def test_a_zygote_has_nothing_to_say(zygote):
    """Starting up prints nothing: the operator's last words of a zygote that died are about its death."""
    run(zygote, HOSTILE[0])
    zygote._errors.seek(0)
    assert zygote._errors.read() == b""


def test_a_level_that_nobody_knows():
    """A level that does not exist is refused in words, not taken for another."""
    zygote = ZygoteHandle(Settings(level="fortress"))
    try:
        with pytest.raises(SandboxUnavailable, match="no isolation level 'fortress'"):
            zygote.ready()
    finally:
        zygote.close()


def test_threads_share_a_pool():
    """Two threads and two zygotes judge side by side, each answer to its own question."""
    pool = Pool(Settings(level="auto", modules=MODULES), size=2)
    wrong = []

    def work(case):
        for _ in range(5):
            found = pool.execute(BUNDLE, "def solve(x, k): return x + k", "submission.py", [case], ROOMY)
            if found.steps[0].value is None or found.steps[0].value.data.max() != 2 * case:
                wrong.append(found)

    threads = [threading.Thread(target=work, args=(case,)) for case in (1, 2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    started = len(pool._all)
    pool.close()
    assert wrong == []
    assert started <= 2


def test_a_closed_pool_starts_nothing_again():
    """A submission that comes after the end is a fault in words, and no process is started for it."""
    pool = Pool(Settings(level="process"))
    pool.close()
    before = children(os.getpid())
    with pytest.raises(SandboxFault, match="closed"):
        pool.execute(BUNDLE, HOSTILE[0], "submission.py", [0], ROOMY)
    assert children(os.getpid()) == before
