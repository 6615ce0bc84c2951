"""Trying something in a forked process that may be ruined by it."""

import os
from collections.abc import Callable


def attempt(action: Callable[[], None]) -> str:
    """Run an action in a fork of this process; "" when it returned, else what went wrong, in words.

    For actions that cannot be taken back: entering namespaces, giving up rights, installing filters. The caller
    must be single-threaded, because so will the fork be.
    """
    read_end, write_end = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            action()
            os._exit(0)
        except BaseException as error:  # noqa: BLE001 - any failure is the answer
            words = str(error) if isinstance(error, OSError) else f"{type(error).__name__}: {error}"
            os.write(write_end, words.encode()[:500])
            os._exit(1)
    os.close(write_end)
    with os.fdopen(read_end, "rb") as pipe:
        words = pipe.read().decode("utf-8", "replace")
    _pid, status = os.waitpid(pid, 0)
    return words or ("" if status == 0 else f"the trial ended with status {status}")
