"""Taking out of a process what it knows of the machine it runs on and has no use for.

A program may print whatever it can read, in any disguise, so what a report must not show is best not there.
Programs lose nothing by it: an option parser finds a command line without options, and `platform` still knows
the system and the processor. What cannot be taken out are the places that Python's own code was loaded from:
they stand in every code object, and reports hide them (`harness.judging.scrub`).
"""

import os
import platform
import sys
from typing import Any

#: Where a Python without a history would live.
_PREFIX = "/usr"
_NAME = "sandbox"


def forget_the_host() -> None:
    """Forget the command line, the interpreter's place, and the host's name and kernel. Once, before the first fork."""
    sys.argv[:] = sys.orig_argv[:] = ["submission.py"]
    sys.executable = f"{_PREFIX}/bin/python3"
    for name in ("prefix", "base_prefix", "exec_prefix", "base_exec_prefix"):
        setattr(sys, name, _PREFIX)
    for name in ("_base_executable", "_home", "_stdlib_dir"):
        if hasattr(sys, name):
            setattr(sys, name, None)
    # The one line that started this process named Handgrad's own folder.
    vars(sys.modules["__main__"]).pop("root", None)
    _be_nobody()


def _be_nobody() -> None:
    """Answer `uname` without a host and without a kernel; the call itself is on no list of the jail's."""
    posix: Any = sys.modules["posix"]
    answer = os.uname_result((os.uname().sysname, _NAME, "", "", os.uname().machine))
    # A function, not a partial: whoever looks at it finds nothing more than it says.
    os.uname = posix.uname = lambda: answer
    for name in ("_uname_cache", "_platform_cache"):
        kept: Any = getattr(platform, name, None)
        if isinstance(kept, dict):
            kept.clear()
        elif kept is not None:
            setattr(platform, name, None)
