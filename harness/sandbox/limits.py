"""Resource limits of a child, set by the kernel as a second line behind the judge's own clock."""

import resource
from typing import TextIO


def address_space(statm: TextIO | None = None) -> int:
    """Give this process's size of mapped memory in bytes, on top of which a submission's allowance counts.

    `statm` is an open `/proc/self/statm`, for a process that sees no files any more.
    """
    with statm or open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - one open, no path arithmetic
        return int(file.read().split()[0]) * resource.getpagesize()


def prepare() -> None:
    """Set what a zygote can bear itself, for its children to inherit: no files written, no cores, no pinned memory."""
    for what in (
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_CORE,
        resource.RLIMIT_MEMLOCK,
        resource.RLIMIT_MSGQUEUE,
    ):
        resource.setrlimit(what, (0, 0))


def apply(*, memory: int, cpu: int) -> None:
    """Bound this process for good.

    Args:
        memory: bytes of address space, the zygote's own included.
        cpu: whole seconds of processor time, after which the kernel ends the process.

    The number of descriptors goes to zero as well: those open stay open, and no new one can be made. So this
    must come after everything that needs a descriptor.
    """
    for what, bound in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_NPROC, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (bound, bound))
