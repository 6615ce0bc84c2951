"""The lock and the socket of a resident judge: whoever holds the one may make the other.

The lock goes with its process, however that ends. A socket without a lock is what a dead judge left.
"""

import fcntl
import os
import socket
import stat
import time
from contextlib import suppress
from pathlib import Path

from harness.runs.resident.place import ResidentError
from harness.runs.resident.protocol import PATIENCE


def inode(address: str) -> int:
    """Give the number of the file at a path; 0 if there is none."""
    try:
        return os.lstat(address).st_ino
    except OSError:
        return 0


def take_lock(address: str) -> int:
    """Take the lock beside a socket; its descriptor holds it. Raises BlockingIOError if another one listens."""
    descriptor = os.open(f"{address}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            # It listens, or will in a moment; or it goes, and has yet to let go of the lock.
            if _listens(address) or time.monotonic() > deadline:
                os.close(descriptor)
                raise
        time.sleep(0.02)


def _listens(address: str) -> bool:
    with socket.socket(socket.AF_UNIX) as knock:
        knock.settimeout(PATIENCE)
        try:
            knock.connect(address)
        except (FileNotFoundError, ConnectionError):
            return False
        except OSError:
            pass  # so many wait there that it listens
    return True


def listen(address: str) -> socket.socket:
    """Listen at a path, in place of a socket that was left there. The lock is held. Raises OSError, ResidentError."""
    with suppress(FileNotFoundError):
        if not stat.S_ISSOCK(os.lstat(address).st_mode):
            raise ResidentError(f"{address} is there and is no socket; choose another path")
        Path(address).unlink()
    listener = socket.socket(socket.AF_UNIX)
    try:
        listener.bind(address)
        # Nobody can connect before it listens, so it is never open wider.
        Path(address).chmod(0o600)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener
