"""Seccomp: the system calls that arithmetic needs, and no other.

What is not on the list answers EPERM: opening a file, a socket, a new process or a new thread, a signal, a
change of limits. Only whoever looks whether a file is there hears ENOENT, which is the truth in an empty root:
`Path("cache.pt").exists()` is False then, as an honest program expects, where EPERM would be an exception. Threads are refused for a reason of their own: the guard that keeps autograd shut is kept
per thread. Memory may be mapped but never made executable, so raw memory does not become raw code.

Filters are classic BPF programs, and installing a long one is the dearest layer of a child. So the list is parted:
the zygote puts the long filter on itself (`outer`), which its children inherit, with the dozen calls that it takes to
make and to confine a child still open; and each child shuts those (`inner`). The kernel obeys the stricter of the two,
which together are exactly the list (`instructions`; a test asks both about every call).
"""

import ctypes
import errno
import struct
from collections.abc import Iterable, Sequence

from harness.sandbox import kernel

# Numbers of the kernel's tables. A call that a machine does not have is left out of its row.
ALWAYS = {
    "x86_64": {
        "read": 0, "write": 1, "close": 3, "fstat": 5, "poll": 7, "lseek": 8, "munmap": 11, "brk": 12,
        "rt_sigaction": 13, "rt_sigprocmask": 14, "rt_sigreturn": 15, "readv": 19, "writev": 20, "select": 23,
        "sched_yield": 24, "mremap": 25, "madvise": 28, "nanosleep": 35, "getpid": 39, "exit": 60,
        "gettimeofday": 96, "getrlimit": 97, "getrusage": 98, "sysinfo": 99, "times": 100, "getuid": 102,
        "getgid": 104, "geteuid": 107, "getegid": 108, "getppid": 110, "sigaltstack": 131, "gettid": 186,
        "futex": 202, "sched_getaffinity": 204, "restart_syscall": 219, "clock_gettime": 228,
        "clock_getres": 229, "clock_nanosleep": 230, "exit_group": 231, "ppoll": 271, "getcpu": 309,
        "getrandom": 318, "rseq": 334,
    },
    "aarch64": {
        "read": 63, "write": 64, "close": 57, "fstat": 80, "ppoll": 73, "lseek": 62, "munmap": 215, "brk": 214,
        "rt_sigaction": 134, "rt_sigprocmask": 135, "rt_sigreturn": 139, "readv": 65, "writev": 66,
        "sched_yield": 124, "mremap": 216, "madvise": 233, "nanosleep": 101, "getpid": 172, "exit": 93,
        "gettimeofday": 169, "getrlimit": 163, "getrusage": 165, "sysinfo": 179, "times": 153,
        "getuid": 174, "getgid": 176, "geteuid": 175, "getegid": 177, "getppid": 173, "sigaltstack": 132,
        "gettid": 178, "futex": 98, "sched_getaffinity": 123, "restart_syscall": 128, "clock_gettime": 113,
        "clock_getres": 114, "clock_nanosleep": 115, "exit_group": 94, "getcpu": 168, "getrandom": 278,
        "rseq": 293,
    },
}  # fmt: skip
# Allowed when the protection asked for is not executable.
MAPPING = {"x86_64": {"mmap": 9, "mprotect": 10}, "aarch64": {"mmap": 222, "mprotect": 226}}
# Allowed to read limits, not to set them (the new limit is a null pointer).
PRLIMIT = {"x86_64": 302, "aarch64": 261}
# Looking for a file: there is none.
LOOKING = {
    "x86_64": {
        "stat": 4, "lstat": 6, "access": 21, "readlink": 89, "newfstatat": 262, "readlinkat": 267, "faccessat": 269,
        "statx": 332, "faccessat2": 439,
    },
    "aarch64": {"readlinkat": 78, "newfstatat": 79, "faccessat": 48, "statx": 291, "faccessat2": 439},
}  # fmt: skip
# What a zygote and the set-up of a child need, and a submission must not have: the outer filter alone allows it.
ZYGOTE = {
    "x86_64": {
        "dup": 32, "dup2": 33, "sendto": 44, "recvfrom": 45, "sendmsg": 46, "recvmsg": 47, "clone": 56, "wait4": 61,
        "capset": 126, "prctl": 157, "dup3": 292, "seccomp": 317, "pidfd_send_signal": 424, "close_range": 436,
    },
    "aarch64": {
        "dup": 23, "dup3": 24, "capset": 91, "prctl": 167, "sendto": 206, "recvfrom": 207, "sendmsg": 211,
        "recvmsg": 212, "clone": 220, "wait4": 260, "seccomp": 277, "pidfd_send_signal": 424, "close_range": 436,
    },
}  # fmt: skip
AUDIT_ARCH = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
PROT_EXEC = 4

_LOAD, _JUMP_EQUAL, _JUMP_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _ERRNO, _KILL = 0x7FFF0000, 0x00050000, 0x80000000
# Offsets in struct seccomp_data: the number, the machine, then six 64-bit arguments.
_AT_NUMBER, _AT_MACHINE, _AT_ARGUMENTS = 0, 4, 16


def _argument(index: int, *, high: bool = False) -> int:
    return _AT_ARGUMENTS + 8 * index + (4 if high else 0)


Row = tuple[int, int, int, int]
_REFUSE: Row = (_RETURN, 0, 0, _ERRNO | errno.EPERM)
_PERMIT: Row = (_RETURN, 0, 0, _ALLOW)


def instructions(machine: str) -> list[Row]:
    """Assemble the whole list for a machine as (code, jump if true, jump if false, operand) rows."""
    return _listed(machine, ALWAYS[machine].values(), _reading_limits(machine))


def outer(machine: str) -> list[Row]:
    """Assemble what a zygote lives under: the list, and what makes a child."""
    allowed = [*ALWAYS[machine].values(), *ZYGOTE[machine].values(), PRLIMIT[machine]]
    return _listed(machine, allowed, [])


def inner(machine: str) -> list[Row]:
    """Assemble what each child adds to the outer filter: what made it is shut."""
    numbers = list(ZYGOTE[machine].values())
    # Each jumps to the one refusal behind the last of them.
    refused = [(_JUMP_EQUAL, len(numbers) - at, 0, number) for at, number in enumerate(numbers)]
    return [(_LOAD, 0, 0, _AT_NUMBER), *_reading_limits(machine), *refused, _PERMIT, _REFUSE]


def _listed(machine: str, allowed: Iterable[int], conditional: list[Row]) -> list[Row]:
    """Allow some calls always, mapping with a condition, and refuse every other."""
    rows: list[Row] = [
        (_LOAD, 0, 0, _AT_MACHINE),
        # A 32-bit or x32 call comes under another machine or with bit 30 set: neither is on any list.
        (_JUMP_EQUAL, 1, 0, AUDIT_ARCH[machine]),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _AT_NUMBER),
    ]
    for number in MAPPING[machine].values():
        rows += [
            (_JUMP_EQUAL, 0, 4, number),
            (_LOAD, 0, 0, _argument(2)),
            (_JUMP_ANY_BIT, 0, 1, PROT_EXEC),
            _REFUSE,
            _PERMIT,
        ]
    rows += conditional
    for number in allowed:
        rows += [(_JUMP_EQUAL, 0, 1, number), _PERMIT]
    for number in LOOKING[machine].values():
        rows += [(_JUMP_EQUAL, 0, 1, number), (_RETURN, 0, 0, _ERRNO | errno.ENOENT)]
    return [*rows, _REFUSE]


def _reading_limits(machine: str) -> list[Row]:
    """Decide on the call that reads and sets limits: it may read, so its new limit is a null pointer."""
    return [
        (_JUMP_EQUAL, 0, 6, PRLIMIT[machine]),
        (_LOAD, 0, 0, _argument(2)),
        (_JUMP_EQUAL, 0, 3, 0),
        (_LOAD, 0, 0, _argument(2, high=True)),
        (_JUMP_EQUAL, 0, 1, 0),
        _PERMIT,
        _REFUSE,
    ]


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


class Filter:
    """A filter assembled once, to be loaded by this process or by its children.

    By default it is the whole list; a zygote and its children share the work between `outer` and `inner`.
    """

    def __init__(self, rows: Sequence[Row] | None = None) -> None:
        rows = instructions(kernel.MACHINE) if rows is None else rows
        self._bytes = ctypes.create_string_buffer(b"".join(struct.pack("<HBBI", *row) for row in rows))
        self._program = _Program(len(rows), ctypes.addressof(self._bytes))
        self._load = kernel.seccomp_load(self._program)

    def load(self) -> None:
        """Install the filter on this process. Raises OSError where the kernel refuses."""
        self._load()
