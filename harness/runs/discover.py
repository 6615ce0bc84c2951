"""Which files are submissions, and to which problem."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from harness.problem.course import Course

#: Source beyond this is refused unread; the rules say so in words.
READ_LIMIT = (1 << 20) + 1
_IGNORED_FOLDERS = {"__pycache__", "node_modules"}


class DiscoveryError(Exception):
    """A path that was named cannot be graded as asked: a mistake in the command, exit code 2."""


@dataclass(frozen=True, slots=True)
class Found:
    """A file to judge. `path` None stands for standard input."""

    path: Path | None
    problem: str
    student: str | None = None

    @property
    def shown(self) -> str:
        """The path as reports show it."""
        return "-" if self.path is None else str(self.path)

    def read(self) -> bytes:
        """Give the first mebibyte and one byte more, so that too much is seen as too much. Raises OSError."""
        if self.path is None:
            return sys.stdin.buffer.read(READ_LIMIT)
        # Never waits: what was a file when it was found may be a pipe by now.
        descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(f"{self.path} is not a regular file")
            return file.read(READ_LIMIT)


@dataclass(frozen=True, slots=True)
class Passed:
    """A file that was passed over, and why."""

    path: Path
    reason: str


def discover(paths: Iterable[str], course: "Course", problem: str | None) -> Iterator[Found | Passed]:
    """Find submissions, in a stable order.

    DIR alone reads DIR/<student>/<stem>.py. DIR with a problem takes every *.py below it. A FILE belongs to the
    problem its name says, unless one is given. "-" is standard input and needs a problem.

    Raises:
        DiscoveryError: a named path does not exist, is neither file nor folder, or names no problem.
        CourseError: the problem given does not exist.
    """
    if problem is not None:
        course.spec(problem)
    for name in paths:
        if name == "-":
            if problem is None:
                raise DiscoveryError("Standard input has no name to tell the problem by: add --problem STEM.")
            yield Found(None, problem)
            continue
        path = Path(name)
        if path.is_dir():
            yield from _below(path, course, problem)
        elif path.is_file():
            yield Found(path, problem or _stem_of(path, course))
        else:
            what = "is neither a file nor a folder" if path.exists() else "does not exist"
            raise DiscoveryError(f"{name} {what}.")


def _stem_of(path: Path, course: "Course") -> str:
    if course.has(path.stem):
        return path.stem
    from harness.problem.errors import nearest

    near = nearest(path.stem, course.stems())
    meant = f" Did you mean {near}?" if near else " `handgrad problems` lists what there is."
    raise DiscoveryError(
        f"{path} does not say which problem it solves: its name is no problem of the course.{meant}"
        " Rename it, or add --problem STEM."
    )


def _below(folder: Path, course: "Course", problem: str | None) -> Iterator[Found | Passed]:
    closed: list[Passed] = []
    for path in _files(folder, closed):
        inside = path.relative_to(folder).parts
        student = inside[0] if len(inside) > 1 else None
        if path.is_symlink():
            # A link may point anywhere, at a golden too; what is graded is what was handed in.
            yield Passed(path, "it is a symbolic link")
        elif not path.is_file():
            yield Passed(path, "it is not a regular file")
        elif path.suffix != ".py":
            yield Passed(path, "it is not a Python file")
        elif problem is not None:
            yield Found(path, problem, student)
        elif len(inside) != 2:
            yield Passed(path, f"it is not in a student's folder ({folder}/<student>/<problem>.py)")
        elif not course.has(path.stem):
            yield Passed(path, "its name is no problem of this course")
        else:
            yield Found(path, path.stem, student)
    yield from closed


def _files(folder: Path, closed: list[Passed]) -> Iterator[Path]:
    """Walk without following links; hidden files and caches are nobody's submission. Adds to `closed`."""

    def refused(error: OSError) -> None:
        closed.append(Passed(Path(error.filename), f"the folder cannot be read ({error.strerror})"))

    for root, folders, files in os.walk(folder, onerror=refused):
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") and name not in _IGNORED_FOLDERS
        )
        linked = [name for name in folders if (Path(root) / name).is_symlink()]
        folders[:] = [name for name in folders if name not in linked]
        for name in sorted(files + linked):
            if not name.startswith("."):
                yield Path(root) / name
