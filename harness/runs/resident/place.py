"""Where a resident judge is met, and how two processes tell that they mean the same one.

Nothing here imports more than a few modules of the standard library: a command reads this on its way to an answer.
"""

import hashlib
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path

from harness.problem.course import GOLDENS, Course

#: Names the socket, for `serve` and for `grade --resident`, in place of the usual one.
VARIABLE = "HANDGRAD_SOCKET"
#: The longest path a socket can have, in bytes: the kernel's field has 108, and the last is a zero.
LONGEST = 107
#: The folder that holds the package `harness`.
ROOT = Path(__file__).resolve().parents[3]


class ResidentError(Exception):
    """A resident judge cannot be met or started: a sentence without its full stop."""


def identity(course: Course) -> str:
    """Say whose judge is meant: this user's, for this course and its goldens, by this Python and this Handgrad."""
    goldens = os.environ.get(GOLDENS, "").strip()
    parts = (
        str(os.geteuid()),
        os.path.realpath(course.root),
        # The folder is named from where the command stands; a resident stands elsewhere.
        os.path.realpath(Path(goldens).expanduser()) if goldens else "",
        sys.executable,
        str(ROOT),
    )
    return hashlib.sha256(os.fsencode("\0".join(parts))).hexdigest()[:24]


def fingerprint() -> str:
    """Say which code this is: Python, every file of the package by size and time, the folder of the libraries.

    A release is known by its files, and so is a source tree that was edited. Takes about a millisecond; the version
    that the package states would take ten, and not see an edit.
    """
    import click  # loaded already by any command; its neighbours are the other libraries

    digest = hashlib.sha256(sys.version.encode())
    for path, facts in _files(ROOT / "harness"):
        digest.update(os.fsencode(f"{path}\0{facts.st_mtime_ns}\0{facts.st_size}\0"))
    libraries = Path(click.__file__).parents[1]
    digest.update(str(libraries.stat().st_mtime_ns).encode())
    return digest.hexdigest()[:24]


def _files(folder: str | Path) -> Iterator[tuple[str, os.stat_result]]:
    with os.scandir(folder) as entries:
        inside = sorted(entries, key=lambda entry: entry.name)
    for entry in inside:
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _files(entry.path)
        else:
            yield entry.path, entry.stat()


def address(course: Course) -> str:
    """Give the path of the socket of this user's resident judge for a course; its folder exists afterwards.

    Raises:
        ResidentError: the folder is not this user's alone, or the path is too long for a socket.
    """
    named = os.environ.get(VARIABLE, "").strip()
    return checked(os.path.abspath(named) if named else f"{_folder()}/{identity(course)[:16]}.sock")  # noqa: PTH100 - a string is wanted


def checked(path: str) -> str:
    """Refuse a path that no socket can have. Raises ResidentError."""
    if not sys.platform.startswith("linux"):
        raise ResidentError("a resident judge needs Linux, which says who is at the other end of a socket")
    length = len(os.fsencode(path))
    if length > LONGEST:
        raise ResidentError(
            f"the socket's path {path} has {length} bytes and may have {LONGEST}; name a shorter one with {VARIABLE}"
        )
    return path


def _folder() -> str:
    """Give the folder of this user's sockets: below XDG_RUNTIME_DIR if that is ours, else a temporary one."""
    user = os.geteuid()
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    # The default of `tempfile`, without its imports.
    base = os.environ.get("TMPDIR") or "/tmp"  # noqa: S108 - what is made in it is checked to be ours alone
    folder = f"{runtime}/handgrad" if _ours(runtime) else f"{base}/handgrad-{user}"
    try:
        Path(folder).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise ResidentError(
            f"the folder {folder} cannot be made: {error.strerror}; set XDG_RUNTIME_DIR"
        ) from None
    if not _ours(folder) or Path(folder).lstat().st_mode & 0o077:
        raise ResidentError(
            f"the folder {folder} is open to other users; remove it, or set XDG_RUNTIME_DIR to a folder of your own"
        )
    return folder


def _ours(folder: str) -> bool:
    """Whether it is a folder, not a link to one, that belongs to this user."""
    try:
        facts = os.lstat(folder)
    except OSError:
        return False
    return folder.startswith("/") and stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid()
