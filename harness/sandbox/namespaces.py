"""Namespaces: a world with no files, no network, no neighbours.

Entered once by the zygote, after torch is loaded. Every child inherits them and gets a process namespace of
its own at birth, in which it is process 1: when it dies the kernel ends whatever it left behind.
"""

import os
from pathlib import Path

from harness.sandbox import kernel

#: The user and group a zygote started by root becomes before anything else.
NOBODY = 65534
_FLAGS = (
    kernel.CLONE_NEWUSER
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWNET
    | kernel.CLONE_NEWIPC
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWCGROUP
)


def leave_root() -> None:
    """Become nobody when started by root: a user namespace only hides root, it does not take its files away."""
    if os.geteuid() != 0:
        return
    os.setgroups([])
    os.setresgid(NOBODY, NOBODY, NOBODY)
    os.setresuid(NOBODY, NOBODY, NOBODY)
    # A change of user makes /proc/self belong to root; the id maps are written there.
    kernel.prctl("prctl dumpable", kernel.PR_SET_DUMPABLE, 1)


def enter() -> None:
    """Move this process into its own namespaces and onto an empty, read-only root.

    Raises OSError where the host refuses (a container's filter, a distribution's restriction on user
    namespaces). The caller must then refuse to go on: half of a jail is none.
    """
    user, group = os.geteuid(), os.getegid()
    kernel.unshare(_FLAGS)
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    kernel.mount("none", "/", "", kernel.MS_REC | kernel.MS_PRIVATE)
    flags = kernel.MS_NOSUID | kernel.MS_NODEV | kernel.MS_NOEXEC
    kernel.mount("none", "/tmp", "tmpfs", flags, "size=4k,nr_inodes=2,mode=555")  # noqa: S108 - a mount point in our own namespace
    os.chdir("/tmp")  # noqa: S108
    kernel.pivot_root_here()
    os.chdir("/")
    kernel.mount("none", "/", "", flags | kernel.MS_REMOUNT | kernel.MS_BIND | kernel.MS_RDONLY)
