"""Proving the sandbox of this host, layer by layer, by trying to break each one.

Two kinds of proof. A layer's own: a process puts on that layer alone and tries what it is there to stop. The
whole jail's: hostile programs are run exactly as submissions are, and must end as they should.
"""

import contextlib
import ctypes
import errno
import mmap
import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from harness.sandbox import kernel, landlock, limits, namespaces, seccomp
from harness.sandbox.levels import REMEDY
from harness.sandbox.trial import attempt

_PR_GET_PDEATHSIG = 2
_REPORT = "Do not grade strangers' code here; report this with the line above."
_TRUSTED = "Level process has no wall against this: use it for code you trust."


@dataclass(frozen=True, slots=True)
class Check:
    """One thing tried: whether the layer held, what was seen, and what to do if it did not."""

    name: str
    held: bool
    detail: str
    remedy: str = ""


def layers() -> Iterator[Check]:
    """Try every layer alone, in a process of its own."""
    if not kernel.SUPPORTED:
        yield Check("kernel", held=False, detail="not Linux on x86-64 or AArch64", remedy=REMEDY["confined"])
        return
    for name, action, needs in _TRIALS:
        words = attempt(action)
        yield Check(name, held=not words, detail=words or "held", remedy=REMEDY[needs] if words else "")


def jail(level: str, modules: tuple[str, ...] = ()) -> Iterator[Check]:
    """Run hostile programs in the real jail at a level. Raises SandboxUnavailable when it cannot start."""
    from harness.sandbox.bundle import Bundle
    from harness.sandbox.execution import Limits, execute
    from harness.sandbox.zygote_handle import Settings, ZygoteDied, ZygoteHandle

    zygote = ZygoteHandle(Settings(level=level, modules=modules))
    remedy = _TRUSTED if level == "process" else _REPORT
    try:
        facts = zygote.ready()
        why = f" (not full: {facts.downgrade})" if facts.downgrade else ""
        yield Check("start", held=True, detail=f"level {facts.level}{why}, torch {facts.versions['torch']}")
        bundle = Bundle(((1.0,),), "x", 4096)
        bounds = Limits(time=1.0, total=2.0, memory=256 << 20)
        for name, source, wanted in _PROGRAMS:
            try:
                run = execute(zygote, bundle, source, "doctor.py", [0], bounds)
            except ZygoteDied as died:
                yield Check(name, held=False, detail=str(died), remedy=remedy)
                return
            failure = run.load_failure or run.steps[0].failure
            got = failure.kind if failure else "returned"
            detail = f"ended as {got}" + (f" ({failure.type})" if failure and failure.type else "")
            yield Check(name, held=got in wanted, detail=detail, remedy="" if got in wanted else remedy)
    finally:
        zygote.close()


def _refused(action: Callable[[], object], *numbers: int) -> None:
    """Demand that an action fails with one of these error numbers."""
    try:
        action()
    except OSError as error:
        if error.errno in numbers:
            return
        raise
    raise RuntimeError("what it should stop went through")


def _demand(condition: object, words: str) -> None:
    if not condition:
        raise RuntimeError(words)


def _enter() -> None:
    namespaces.leave_root()
    namespaces.enter()


def _user() -> None:
    _enter()
    _refused(lambda: os.setuid(0), errno.EINVAL, errno.EPERM)


def _mount() -> None:
    _enter()
    _demand(os.listdir("/") == [], "the root is not empty")  # noqa: PTH208 - a bare list is what is asked for
    _refused(lambda: Path("/x").write_text("x"), errno.EROFS, errno.EACCES)


def _network() -> None:
    _enter()
    with socket.socket() as probe:
        _refused(lambda: probe.connect(("127.0.0.1", 9)), errno.ENETUNREACH, errno.EADDRNOTAVAIL)


def _pid() -> None:
    _enter()
    pid = kernel.Clone(kernel.CLONE_NEWPID)()
    if pid == 0:
        with contextlib.suppress(ProcessLookupError):
            # Its parent's number means nothing in here.
            os.kill(os.getppid() or 2, 0)
            os._exit(1)
        os._exit(0 if os.getpid() == 1 else 1)
    _pid, status = os.waitpid(pid, 0)
    _demand(status == 0, "the child can see processes outside")


def _landlock() -> None:
    namespaces.leave_root()
    kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
    probe = socket.socket()
    landlock.restrict(landlock.create())
    _refused(lambda: Path("/etc/passwd").read_bytes(), errno.EACCES)
    if kernel.landlock_abi() >= landlock.ABI_NET:
        _refused(lambda: probe.connect(("127.0.0.1", 9)), errno.EACCES)


def _seccomp() -> None:
    kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
    seccomp.Filter().load()
    _refused(lambda: Path("/etc/passwd").read_bytes(), errno.EPERM)
    _refused(socket.socket, errno.EPERM)
    _refused(os.fork, errno.EPERM)
    _refused(lambda: os.kill(os.getpid(), 0), errno.EPERM)
    _refused(lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC), errno.EPERM)


def _rlimits() -> None:
    limits.apply(memory=limits.address_space() + (64 << 20), cpu=5)
    _refused(lambda: Path("/etc/passwd").read_bytes(), errno.EMFILE)
    with contextlib.suppress(MemoryError):
        bytearray(1 << 30)
        raise RuntimeError("a gigabyte was granted")


def _no_new_privileges() -> None:
    kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
    _demand(kernel.prctl("no_new_privs", kernel.PR_GET_NO_NEW_PRIVS) == 1, "the flag did not stay")


def _capabilities() -> None:
    kernel.drop_capabilities()()
    status = Path("/proc/self/status").read_text()
    held = [
        line.split()[1] for line in status.splitlines() if line.startswith(("CapEff", "CapPrm", "CapInh"))
    ]
    _demand(all(int(bits, 16) == 0 for bits in held), "capabilities are left")


def _parent_death() -> None:
    kernel.die_with_parent()()
    seen = ctypes.c_int(0)
    kernel.prctl("prctl", _PR_GET_PDEATHSIG, ctypes.addressof(seen))
    _demand(seen.value == 9, "the signal did not stay")


_TRIALS: tuple[tuple[str, Callable[[], None], str], ...] = (
    ("user-namespace", _user, "full"),
    ("mount-namespace", _mount, "full"),
    ("network-namespace", _network, "full"),
    ("pid-namespace", _pid, "full"),
    ("landlock", _landlock, "confined"),
    ("seccomp", _seccomp, "confined"),
    ("no-new-privileges", _no_new_privileges, "confined"),
    ("no-capabilities", _capabilities, "confined"),
    ("rlimits", _rlimits, "confined"),
    ("parent-death-signal", _parent_death, "confined"),
)

_OUTSIDE_THE_GUARD = """
import torch

def solve(x):
    w = torch.ones(2, requires_grad=True)
    with torch.inference_mode(False):
        return 1 / int((w * w).grad_fn is not None)
"""
_BROKEN = {"exception", "crash", "exit"}
_PROGRAMS: tuple[tuple[str, str, set[str]], ...] = (
    ("an honest answer", "def solve(x): return x", {"returned"}),
    ("reads a file", "def solve(x): return len(open('/etc/passwd').read())", _BROKEN),
    (
        "opens a connection",
        "import os\ndef solve(x):\n    import socket; socket.socket()",
        _BROKEN | {"import"},
    ),
    ("forks", "import os\ndef solve(x): return os.fork()", _BROKEN),
    (
        "starts a thread",
        "import sys\ndef solve(x): sys.modules['_thread'].start_new_thread(print, ())",
        _BROKEN,
    ),
    ("signals its parent", "import os\ndef solve(x): return os.kill(os.getppid(), 9)", _BROKEN),
    ("takes all memory", "def solve(x): return len(bytearray(1 << 34))", {"memory"}),
    ("never ends", "def solve(x):\n    while True: pass", {"time"}),
    ("floods its output", "def solve(x):\n    while True: print('x' * 4096)", {"output"}),
    ("forges an answer", "import os\ndef solve(x):\n    os.write(3, bytes(64)); return x", {"protocol"}),
    (
        "calls backward",
        "import torch\ndef solve(x):\n    w = torch.ones(2, requires_grad=True); (w * w).sum().backward(); return x",
        {"removed"},
    ),
    (
        "records a gradient outside the guard",
        _OUTSIDE_THE_GUARD,
        {"exception"},
    ),
)
