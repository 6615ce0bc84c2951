"""Isolation levels: which walls stand, chosen before anything runs and never lowered in silence.

full      namespaces, an empty root, Landlock, seccomp, resource limits, no capabilities
confined  the same without namespaces (stock Ubuntu 24.04, containers, course platforms)
process   a child with resource limits alone, for hosts that have nothing else; must be asked for by name
auto      the better of full and confined that this host gives
"""

import os
import sys
from typing import Literal

from harness.sandbox import kernel, landlock, namespaces, seccomp
from harness.sandbox.trial import attempt

Level = Literal["full", "confined", "process"]
LEVELS = ("auto", "full", "confined", "process")

REMEDY = {
    "full": (
        "Allow unprivileged user namespaces (Ubuntu 24.04: `sysctl kernel.apparmor_restrict_unprivileged_userns=0`;"
        " containers: a seccomp profile that permits unshare, mount and clone), or use `--isolation confined`."
    ),
    "confined": (
        "Use a Linux kernel 5.13 or newer with Landlock enabled (add `landlock` to the boot parameter `lsm=`) and a"
        " container profile that permits the landlock and seccomp calls, or, for code you trust, `--isolation process`."
    ),
}


class LevelError(Exception):
    """A level that this host cannot give, with the reason and the remedy."""


def settle_on(wish: str) -> tuple[Level, str]:
    """Give the level to run at and, for `auto`, why the better one was not taken (else "").

    Raises LevelError when the wish cannot be granted: never a weaker jail in its place.
    """
    if wish not in LEVELS:
        raise LevelError(f"There is no isolation level {wish!r}. Choose one of {', '.join(LEVELS)}.")
    if wish == "process":
        return "process", ""
    if why := why_not("confined"):
        raise LevelError(f"This host cannot confine a submission: {why}. {REMEDY['confined']}")
    why = why_not("full")
    if not why:
        return ("confined", "") if wish == "confined" else ("full", "")
    if wish == "full":
        raise LevelError(f"Isolation level full is not available: {why}. {REMEDY['full']}")
    return "confined", why if wish == "auto" else ""


def why_not(level: Level) -> str:
    """Try a level in a forked process and say what failed; "" when all of it works."""
    if level == "process":
        return ""
    if not kernel.SUPPORTED:
        return f"{sys.platform} on {kernel.MACHINE} has no sandbox that Handgrad knows"
    return attempt(_try_full if level == "full" else _try_confined)


def _try_full() -> None:
    namespaces.leave_root()
    namespaces.enter()
    pid = kernel.Clone(kernel.CLONE_NEWPID)()
    if pid == 0:
        os._exit(0 if os.getpid() == 1 else 1)
    _pid, status = os.waitpid(pid, 0)
    if status:
        raise OSError("a process namespace was made but its first process is not number 1")


def _try_confined() -> None:
    namespaces.leave_root()
    kernel.prctl("no_new_privs", kernel.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(landlock.create())
    kernel.drop_capabilities()()
    seccomp.Filter().load()
