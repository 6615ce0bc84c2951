"""The Linux calls the sandbox is built from, through ctypes: each either succeeds or raises OSError.

Numbers and constants are those of the kernel's headers (uapi). Only x86-64 and AArch64 are known here;
on any other machine `SUPPORTED` is False and the isolation levels above `process` are refused.
"""

import ctypes
import os
import platform
import signal
import sys
from functools import partial
from typing import Any

MACHINE = platform.machine()
_NUMBERS = {
    "x86_64": {"clone": 56, "capset": 126, "pivot_root": 155, "seccomp": 317},
    "aarch64": {"clone": 220, "capset": 91, "pivot_root": 41, "seccomp": 277},
}
SUPPORTED = sys.platform == "linux" and MACHINE in _NUMBERS
_NR = _NUMBERS.get(MACHINE, {})
# The same on both machines.
NR_PIDFD_SEND_SIGNAL = 424
NR_PIDFD_OPEN = 434
NR_CLOSE_RANGE = 436
NR_LANDLOCK_CREATE = 444
NR_LANDLOCK_RESTRICT = 446

CLONE_NEWNS = 0x00020000
CLONE_NEWCGROUP = 0x02000000
CLONE_NEWUTS = 0x04000000
CLONE_NEWIPC = 0x08000000
CLONE_NEWUSER = 0x10000000
CLONE_NEWPID = 0x20000000
CLONE_NEWNET = 0x40000000
CLONE_PIDFD = 0x00001000

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_NO_NEW_PRIVS = 38
PR_GET_NO_NEW_PRIVS = 39

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2

_libc = ctypes.CDLL(None, use_errno=True)
# Cloning must not let go of the interpreter lock: the child would wake up in the middle of the hand-over.
_pylibc = ctypes.PyDLL(None, use_errno=True)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
    return result


def syscall(what: str, number: int, *args: object) -> int:
    """Make a raw system call; raise OSError naming `what` when the kernel refuses."""
    return _checked(_libc.syscall(ctypes.c_long(number), *args), what)


def prctl(what: str, option: int, value: int = 0) -> int:
    """Make a process-control call with one argument."""
    zero = ctypes.c_ulong(0)
    return _checked(_libc.prctl(option, ctypes.c_ulong(value), zero, zero, zero), what)


def unshare(flags: int) -> None:
    """Move this process into new namespaces."""
    _checked(_libc.unshare(flags), "unshare")


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """Mount a file system, or change how one is mounted."""
    encoded = [text.encode() for text in (source, target, kind)]
    _checked(_libc.mount(*encoded, ctypes.c_ulong(flags), data.encode()), f"mount {target}")


def pivot_root_here() -> None:
    """Make the current directory the root and let go of the old one.

    Both arguments are "."; the old root lands on top of the new one and is detached from there.
    """
    syscall("pivot_root", _NR["pivot_root"], b".", b".")
    _checked(_libc.umount2(b".", MNT_DETACH), "umount the old root")


class Call:
    """A call of the kernel with its arguments made ahead of time, that needs no name of this file any more.

    What a child builds for itself it pays for in copied pages, so the zygote builds it. And it is what lets the
    zygote take `ctypes` out of every module before the first fork.
    """

    def __init__(self, what: str, function: Any, *arguments: Any) -> None:
        self._what = what
        self._call = partial(function, *arguments)
        self._errno, self._words = ctypes.get_errno, os.strerror

    def __call__(self) -> int:
        """Make the call; raise OSError when the kernel refuses."""
        result: int = self._call()
        if result < 0:
            number = self._errno()
            raise OSError(number, f"{self._what}: {self._words(number)}")
        return result


def _system_call(what: str, number: int, *arguments: Any) -> Call:
    return Call(what, _libc.syscall, ctypes.c_long(number), *arguments)


class Clone:
    """Fork by the bare system call, as often as it is called.

    Skips the at-fork handlers of Python and of libraries. They cost more than the fork itself, and a
    single-threaded process that never forks again has nothing for them to mend. `pid` and `pidfd` are where the
    parent finds the number and the descriptor of the child last made.
    """

    def __init__(self, flags: int) -> None:
        self.pid, self.pidfd = ctypes.c_int(0), ctypes.c_int(-1)
        none = ctypes.c_void_p(None)
        everything = ctypes.c_ulong(flags | CLONE_PIDFD | signal.SIGCHLD)
        number = ctypes.c_long(_NR["clone"])
        self._call = Call(
            "clone", _pylibc.syscall, number, everything, none, ctypes.byref(self.pidfd), none, none
        )

    def __call__(self) -> int:
        """Give 0 in the child and its number in the parent. Raises OSError when the kernel refuses."""
        self.pid.value = number = self._call()
        return number


class Fork:
    """Fork by the interpreter's own means, for where the bare call is not known. Used as `Clone` is."""

    def __init__(self) -> None:
        self.pid, self.pidfd = ctypes.c_int(0), ctypes.c_int(-1)

    def __call__(self) -> int:
        """Give 0 in the child and its number in the parent."""
        self.pid.value = number = os.fork()
        if number:
            self.pidfd.value = os.pidfd_open(number)
        return number


def die_with_parent() -> Call:
    """Have the kernel kill this process when the one that forked it ends."""
    zero = ctypes.c_ulong(0)
    wanted = ctypes.c_ulong(signal.SIGKILL)
    return Call("prctl parent-death", _libc.prctl, ctypes.c_int(PR_SET_PDEATHSIG), wanted, zero, zero, zero)


def close_from(first: int) -> Call:
    """Close every descriptor from `first` on."""
    last, flags = ctypes.c_uint(0xFFFFFFFF), ctypes.c_uint(0)
    return _system_call("close_range", NR_CLOSE_RANGE, ctypes.c_uint(first), last, flags)


class _CapHeader(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _CapData(ctypes.Structure):
    _fields_ = (
        ("effective", ctypes.c_uint32),
        ("permitted", ctypes.c_uint32),
        ("inheritable", ctypes.c_uint32),
    )


def drop_capabilities() -> Call:
    """Give up every capability, in every set."""
    header, nothing = _CapHeader(0x20080522, 0), (_CapData * 2)()
    return _system_call("capset", _NR.get("capset", -1), ctypes.byref(header), ctypes.byref(nothing))


def seccomp_load(program: ctypes.Structure) -> Call:
    """Install a filter (a `sock_fprog` structure) on this process for good."""
    set_mode_filter, flags = ctypes.c_uint(1), ctypes.c_uint(0)
    return _system_call("seccomp", _NR.get("seccomp", -1), set_mode_filter, flags, ctypes.byref(program))


def landlock_abi() -> int:
    """Give the version of Landlock that this kernel speaks; 0 when it has none."""
    version_flag = ctypes.c_uint(1)
    try:
        return syscall("landlock", NR_LANDLOCK_CREATE, None, ctypes.c_size_t(0), version_flag)
    except OSError:
        return 0
