"""Levels are granted whole or refused in words: as root, as an ordinary user, and where the host says no."""

import ctypes
import os
import struct
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from harness.sandbox import kernel, levels
from harness.sandbox.zygote_handle import SandboxUnavailable, Settings, ZygoteHandle
from tests.sandbox.bench import run, told

ROOT = Path(__file__).parents[2]
ORDINARY = 1234

WHO = """
import json, os
def solve(x, k):
    print(json.dumps([os.getuid(), os.geteuid(), os.getgid(), os.getpid(), os.getppid()]))
    return x
"""
# What a jail stops, each as a line that must raise; a program that gets through returns its name.
ESCAPES = {
    "open": "open('/etc/hostname')",
    "list": "os.listdir('/')",
    "write": "open('/tmp/handgrad-escape', 'w')",
    "stat": "os.stat('/etc')",
    "socket": "__import__('_socket').socket()",
    "fork": "os.fork()",
    "exec": "os.execv('/bin/true', ['true'])",
    "thread": "__import__('_thread').start_new_thread(print, ())",
    "kill": "os.kill(os.getpid(), 0)",
    "kill the parent": "os.kill(os.getppid() or 1, 9)",
    "kill all": "os.kill(-1, 9)",
    "raise a signal": "__import__('signal').raise_signal(9)",
    "become root": "os.setuid(0)",
    "pipe": "os.pipe()",
    "duplicate": "os.dup(1)",
    "chroot": "os.chroot('/')",
    "change directory": "os.chdir('/tmp')",
    "memory file": "os.memfd_create('x')",
    "raise a limit": "__import__('resource').setrlimit(7, (9, 9))",
    "alarm": "__import__('signal').setitimer(0, 1)",
    "priority": "os.nice(-1)",
    "affinity": "os.sched_setaffinity(0, {0})",
    "load a library": "__import__('torch').ops.load_library('/lib/x.so')",
    "map a file": "__import__('torch').from_file('/etc/hostname', size=1, dtype=__import__('torch').uint8)",
    "memory map": "__import__('numpy').memmap('/etc/hostname', mode='r')",
    "save": "__import__('torch').save({}, '/tmp/x')",
    "numpy save": "__import__('numpy').save('/tmp/x', 1)",
}


@pytest.mark.parametrize("name", ESCAPES)
def test_a_way_out_is_closed(jail, name):
    """Each call that would touch the world outside raises in the child, at both levels."""
    found = run(jail, f"import os\ndef solve(x, k):\n    {ESCAPES[name]}\n    return 1.0\n")
    assert found.steps[0].failure is not None


def test_who_a_program_is(jail):
    """Never root, and at level full process 1 of a world of its own, without a parent."""
    user, effective, group, pid, parent = told(run(jail, WHO))
    assert user == effective
    assert 0 not in {user, effective, group}
    if jail.facts.level == "full":
        assert (pid, parent) == (1, 0)


def test_a_verdict_can_tell_the_layers(full, confined):
    """Every layer is recorded, and the two levels differ in the namespaces alone."""
    first, second = full.ready().layers, confined.ready().layers
    assert all(first.values())
    assert {name for name in first if first[name] != second[name]} == {
        f"{name}-namespace" for name in ("user", "mount", "network", "ipc", "uts", "pid")
    }


def _as_ordinary(code):
    """Run code as an ordinary user; skips where that cannot be done."""
    if os.geteuid() != 0:
        pytest.skip("these tests run as an ordinary user already")

    def become():
        os.setgroups([])
        os.setresgid(ORDINARY, ORDINARY, ORDINARY)
        os.setresuid(ORDINARY, ORDINARY, ORDINARY)

    command = [sys.executable, "-c", textwrap.dedent(code)]
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=ROOT, env={}, preexec_fn=become
        )
    except PermissionError:
        pytest.skip("an ordinary user cannot reach this interpreter")
    if "PermissionError" in done.stderr and "harness" not in done.stderr:
        pytest.skip("an ordinary user cannot reach this interpreter")
    return done


@pytest.mark.parametrize("level", ["full", "confined"])
def test_an_ordinary_user_gets_the_same_jail(level):
    """The levels need no privilege: started by an ordinary user they hold as they do for root."""
    done = _as_ordinary(f"""
        from tests.sandbox import bench
        from tests.sandbox.test_levels import ESCAPES, WHO
        zygote = bench.start({level!r})
        print(bench.told(bench.run(zygote, WHO))[:3], zygote.facts.level)
        for name, line in ESCAPES.items():
            found = bench.run(zygote, f"import os\\ndef solve(x, k):\\n    {{line}}\\n    return 1.0\\n")
            assert found.steps[0].failure is not None, name
        zygote.close()
        """)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.split() == [f"[{ORDINARY},", f"{ORDINARY},", f"{ORDINARY}]", level]


def _refusing(*numbers):
    """Give a function that makes a process refuse some system calls, as a container's filter does."""
    rows = [(0x20, 0, 0, 0)]
    for number in numbers:
        rows += [(0x15, 0, 1, number), (0x06, 0, 0, 0x00050001)]
    rows.append((0x06, 0, 0, 0x7FFF0000))

    class Program(ctypes.Structure):
        _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))

    code = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *row) for row in rows))

    def refuse():
        kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
        kernel.seccomp_load(Program(len(rows), ctypes.addressof(code)))()

    return refuse


@pytest.fixture
def refusing(monkeypatch):
    """Start the next zygotes under a filter that refuses the given calls."""
    if kernel.MACHINE != "x86_64":
        pytest.skip("the numbers of the refused calls are those of x86-64")
    popen = subprocess.Popen

    def refuse(*numbers):
        action = _refusing(*numbers)
        monkeypatch.setattr(
            subprocess, "Popen", lambda *args, **options: popen(*args, **options, preexec_fn=action)
        )

    return refuse


UNSHARE, MOUNT = 272, 165


@pytest.mark.parametrize("number", [UNSHARE, MOUNT])
def test_full_is_refused_where_the_host_gives_no_namespaces(refusing, number):
    """Where a container's filter refuses namespaces, `full` is refused with the reason and a remedy."""
    refusing(number)
    zygote = ZygoteHandle(Settings(level="full"))
    with pytest.raises(SandboxUnavailable, match=r"full is not available.*--isolation confined"):
        zygote.ready()
    assert zygote.process.poll() is not None


def test_auto_says_why_it_is_only_confined(refusing):
    """There `auto` is confined, really confined, and says why it is no better."""
    refusing(UNSHARE)
    zygote = ZygoteHandle(Settings(level="auto"))
    try:
        facts = zygote.ready()
        assert facts.level == "confined"
        assert "unshare" in facts.downgrade
        assert not facts.layers["mount-namespace"]
        assert run(zygote, "def solve(x, k): return open('/etc/hostname')").steps[0].failure is not None
        assert run(zygote, "def solve(x, k): return x").steps[0].failure is None
    finally:
        zygote.close()


@pytest.mark.parametrize("level", ["auto", "confined", "full"])
@pytest.mark.parametrize("number", [317, kernel.NR_LANDLOCK_RESTRICT, kernel.NR_LANDLOCK_CREATE])
def test_without_landlock_or_seccomp_nothing_is_granted(refusing, number, level):
    """A host that refuses a layer of `confined` gets no jail at all, and never a weaker one by accident."""
    refusing(number)
    zygote = ZygoteHandle(Settings(level=level))
    with pytest.raises(SandboxUnavailable, match=r"cannot confine a submission.*--isolation process"):
        zygote.ready()
    assert zygote.process.poll() is not None


@pytest.mark.parametrize("number", [kernel.NR_CLOSE_RANGE, 126])
def test_a_layer_that_fails_in_the_child_is_the_judges_fault(refusing, number, monkeypatch):
    """A layer that cannot be put on when it matters ends as a fault: the program never runs without it."""
    refusing(number)
    monkeypatch.setattr(levels, "why_not", lambda _level: "")
    from harness.sandbox.zygote_handle import SandboxFault

    zygote = ZygoteHandle(Settings(level="auto"))
    try:
        with pytest.raises(SandboxFault):
            run(zygote, "def solve(x, k): return x")
    finally:
        zygote.close()


def test_level_process_says_what_it_is_not():
    """Level process runs, bounds time and memory, and says that nothing of the jail stands."""
    from tests.sandbox.bench import TIGHT, failure

    zygote = ZygoteHandle(Settings(level="process", modules=("math",)))
    try:
        facts = zygote.ready()
        assert facts.level == "process"
        assert {name for name, stands in facts.layers.items() if stands} == {
            "no-autograd", "rlimits", "parent-death-signal",
        }  # fmt: skip
        assert run(zygote, "def solve(x, k): return x").steps[0].failure is None
        assert failure(run(zygote, "def solve(x, k):\n    while True: pass\n", limits=TIGHT)).kind == "time"
        assert (
            failure(run(zygote, "def solve(x, k): return bytearray(1 << 34)", limits=TIGHT)).kind == "memory"
        )
    finally:
        zygote.close()


def test_doctor_proves_this_host():
    """Every check of doctor holds here, and each says what was seen."""
    from harness.sandbox import doctor

    for check in (*doctor.layers(), *doctor.jail("auto", ("math",))):
        assert check.held, check
        assert check.detail
