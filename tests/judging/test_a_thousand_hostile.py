"""A thousand hostile programs in a row, honest ones in between: nothing stays behind, and no verdict changes.

The limits of the course are small, so that loops and bombs end soon; the judge, the zygote and the jail are real.
"""

import gc
import os
import tempfile
import time
import tracemalloc
from pathlib import Path

import pytest

from harness.judging import pipeline
from harness.judging.judge import Judge
from harness.judging.pipeline import Draft, Submission
from harness.judging.prepared import prepare
from harness.judging.verdict import Verdict

SPEC = """\
inputs:
  x: {shape: [n], draw: normal}
  k: {type: int}
returns: tensor
outputs:
  out: {shape: [n], judged: scaled, tau: 1e-4}
cases:
  a: {show: true, n: 3, k: 1}
  b: {n: 5, k: 2, points: 2}
  c: {n: 40, k: 3}
limits: {time: 0.2 s, total: 0.4 s, memory: 128 MiB}
"""
HONEST = {
    "AC": "def solve(x, k):\n    print('at work')\n    return 2 * x + k\n",
    "WA": "def solve(x, k):\n    return 2 * x - k\n",
    "RV": "def solve(x, k):\n    x.sum().backward()\n    return x\n",
    "RTE": "def solve(x, k):\n    return [][k]\n",
    "CE": "def solve(x, k)\n    return x\n",
}


def inside(body: str) -> str:
    """Give a program whose `solve` does this."""
    return f"import os, sys, time\nimport torch\n\ndef solve(x, k):\n    {body}\n    return 2 * x + k\n"


#: What ends by a limit takes that long, so each round has few of these.
WAITING = [
    inside("while True: pass"),
    "while True: pass",
    inside("time.sleep(99)"),
    "import time\ntime.sleep(99)\n",
    inside("9 ** 9 ** 9"),
    "import re\n" + inside("__import__('re').match('(a*)*b', 'a' * 99)"),
    "def solve(x, k):\n    try:\n        while True: pass\n    finally:\n        solve(x, k)\n",
    inside("os.read(3, 99); time.sleep(99)"),
    "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef solve(x, k):\n    raise E\n",
]
QUICK = [
    *(inside(f"[{call} for _ in range(99)]") for call in (
        "os.fork()", "os.kill(-1, 9)", "os.kill(os.getppid(), 9)", "os.dup(0)", "os.pipe()", "os.memfd_create('x')",
        "os.setsid()", "os.open('/tmp', os.O_TMPFILE | os.O_RDWR)", "os.mkfifo('/tmp/x')", "os.posix_spawn('/bin/sh', ['sh'], {})",
    )),
    *(inside(body) for body in (
        "os._exit(0)", "os._exit(1)", "os.abort()", "sys.exit()", "os.close(3)", "os.closerange(0, 99)",
        "os.write(3, bytes(99))", "os.write(3, b'\\xff' * 99_999)", "os.write(0, b'x')", "os.dup2(1, 3)",
        "bytearray(1 << 40)", "bytearray(200 << 20)", "torch.ones(1 << 30)", "'x' * (1 << 40)",
        "[bytearray(1 << 20) for _ in range(999)]", "x = torch.ones(1).expand(1 << 40)",
        "while True: print('x' * 65536)", "while True: os.write(2, b'x' * 65536)", "sys.setrecursionlimit(10**9); solve(x, k)",
        "raise KeyboardInterrupt", "raise GeneratorExit", "raise type('E' * 9999, (Exception,), {})('x' * 99_999)",
        "sys.stdout.close(); sys.stderr.close()", "sys.modules.clear()", "del sys.stdout",
        "__import__('threading').Thread(target=print).start()", "__import__('signal').pthread_kill(1, 9)",
        "__import__('faulthandler')", "__import__('subprocess').run(['sh'])", "__import__('socket').socket()",
        "__import__('ctypes').string_at(0)", "__import__('atexit').register(time.sleep, 99)", "globals().clear()",
        "sys.settrace(lambda *a: 1 / 0)", "torch.set_num_threads(99)", "open('/proc/self/mem', 'wb')",
        "os.nice(-20)", "os.sched_setaffinity(0, {0})", "__import__('resource').setrlimit(7, (99, 99))",
        "torch.Tensor.__init_subclass__ = None", "type(x).detach = None", "return {('k' * 999) + str(i): x for i in range(9999)}",
        "return float('nan') * x", "return x.to_sparse()", "return [x] * 99", "return (x,) * 99_999",
    )),
    "import os\nos.execv('/bin/sh', ['sh'])\n", "import sys\nsys.exit()\n", "raise SystemExit\n",
    "class M(type):\n    def __call__(c, *a): raise MemoryError\nclass solve(metaclass=M): pass\n",
    "def solve(x, k): return solve\n" * 999, "solve = print\n", "(" * 5000, "\0", "def solve(x, k): return '\ud800'\n",
    "import os\nfor fd in range(99):\n    try:\n        os.write(fd, b'{}' * 999)\n    except OSError:\n        pass\n",
    "import sys\nclass D:\n    def __del__(self):\n        while True: pass\nd = D()\ndef solve(x, k): return 2 * x + k\n",
]  # fmt: skip
ROUND = [*WAITING, *QUICK * 3]
COUNT = 1000


def told(verdict: Verdict) -> str:
    """Everything a verdict says but how long it took."""
    return verdict.model_copy(update={"timing": {}}).model_dump_json()


def descriptors(pid: int | str) -> int:
    """Count the open descriptors of a process, the listing's own left out."""
    return sum(1 for link in Path(f"/proc/{pid}/fd").iterdir() if os.path.lexists(link))


def children(pid: int) -> set[str]:
    """Give the processes that a process has, dead ones that nobody collected included."""
    return {
        c for task in Path(f"/proc/{pid}/task").iterdir() for c in (task / "children").read_text().split()
    }


def resident(pid: int | str) -> int:
    """Give the bytes of memory that a process occupies."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
def test_a_thousand_hostile_programs_leave_nothing_behind(small) -> None:
    """No process, file or descriptor more than before, no memory that grows, and honest verdicts to the letter."""
    course = small(SPEC, lambda given: {"out": 2.0 * given["x"] + given["k"]})
    prepared = prepare(course.course, "small", None)
    folder = Path(tempfile.gettempdir())
    with Judge(course.root, batch=True) as judge:

        def judged(source: str) -> Verdict:
            data = source.encode("utf-8", "surrogatepass")
            return pipeline.judge(
                Draft(Submission(data, "small", "small.py"), "advise"), prepared, judge.pool
            )

        def round_of_honest() -> dict[str, str]:
            return {status: told(judged(source)) for status, source in HONEST.items()}

        def state() -> tuple[object, ...]:
            with judge.pool.lease() as zygote:
                pid = zygote.process.pid
            last, seen = None, ()
            while last != seen:
                # It tidies up after it has reported an end.
                time.sleep(0.1)
                last, seen = (
                    seen,
                    (pid, descriptors("self"), descriptors(pid), children(pid), len(children(os.getpid()))),
                )
            return seen

        for status, source in HONEST.items():
            assert judged(source).status == status
        for source in QUICK:
            judged(source)
        wanted, files, before = round_of_honest(), set(folder.iterdir()), state()
        pid = before[0]
        gc.collect()
        tracemalloc.start()
        sizes = resident("self"), resident(pid)
        counted = tracemalloc.get_traced_memory()[0]
        for number in range(COUNT):
            verdict = judged(ROUND[number % len(ROUND)])
            assert verdict.status != "JE", (ROUND[number % len(ROUND)], verdict.message)
            if number % 50 == 49:
                assert round_of_honest() == wanted, f"after {number + 1} programs"
        gc.collect()
        grown = tracemalloc.get_traced_memory()[0] - counted
        tracemalloc.stop()
        assert state() == before
        assert set(folder.iterdir()) - files == set()
        # What is kept for each program would show a thousand times.
        assert grown < COUNT * 256
        assert resident("self") - sizes[0] < 16 << 20
        assert resident(pid) - sizes[1] < 8 << 20
