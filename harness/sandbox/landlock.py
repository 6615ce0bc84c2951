"""Landlock: this process may open no file, bind or reach no port, signal nobody outside.

A ruleset that handles every access it knows and allows none. It needs no privilege and no namespace, so it
stands on hosts where nothing else does. The zygote puts itself under it, once, and its children inherit it: a
child could not make a ruleset of its own, because that needs a descriptor and its limit is zero.
"""

import ctypes

from harness.sandbox import kernel

# Highest access bit known to each version of the interface, as the kernel's documentation lists them.
_FILE_BITS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
_NET_ALL = 0b11
_SCOPE_ALL = 0b11
ABI_NET = 4
ABI_SCOPE = 6


class _RulesetAttr(ctypes.Structure):
    _fields_ = (
        ("handled_access_fs", ctypes.c_uint64),
        ("handled_access_net", ctypes.c_uint64),
        ("scoped", ctypes.c_uint64),
    )


def create() -> int:
    """Give the descriptor of a ruleset that denies all. Raises OSError where the kernel has no Landlock."""
    abi = kernel.landlock_abi()
    if not abi:
        raise OSError("landlock: this kernel does not offer it")
    attributes = _RulesetAttr(
        (1 << _FILE_BITS[min(abi, 5)]) - 1,
        _NET_ALL if abi >= ABI_NET else 0,
        _SCOPE_ALL if abi >= ABI_SCOPE else 0,
    )
    size = 8 if abi < ABI_NET else 16 if abi < ABI_SCOPE else 24
    return kernel.syscall(
        "landlock",
        kernel.NR_LANDLOCK_CREATE,
        ctypes.byref(attributes),
        ctypes.c_size_t(size),
        ctypes.c_uint(0),
    )


def restrict(ruleset: int) -> None:
    """Put this process under the ruleset for good (no_new_privs must be set already)."""
    kernel.syscall("landlock", kernel.NR_LANDLOCK_RESTRICT, ctypes.c_int(ruleset), ctypes.c_uint(0))
