"""A course is a folder; a problem is a stem in it.

    problems/<stem>.yaml                     the spec
    problems/mistakes/<stem>.yaml            known mistakes (optional)
    problems/golden/<stem>.safetensors       what `handgrad golden` wrote
    reference/<stem>.py                      the reference

The same stem is the only link between them, so there is nothing to configure.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.problem.errors import CourseError, suggest

#: Names the course when no `--course` is given.
VARIABLE = "HANDGRAD_COURSE"


def is_stem(name: str) -> bool:
    """Say whether a name can be a problem's: a Python identifier in lower case ASCII."""
    return name.isascii() and name.isidentifier() and name == name.lower()


@dataclass(frozen=True)
class Course:
    """A course by its root folder. Nothing is read until it is asked for."""

    root: Path

    def stems(self) -> tuple[str, ...]:
        """Return the stem of every spec, sorted."""
        folder = self.root / "problems"
        return tuple(sorted(path.stem for path in folder.glob("*.yaml") if is_stem(path.stem)))

    def has(self, stem: str) -> bool:
        """Say whether there is a spec of this stem."""
        return is_stem(stem) and (self.root / "problems" / f"{stem}.yaml").is_file()

    def spec(self, stem: str) -> Path:
        """Return the path of a spec that exists.

        Raises:
            CourseError: there is no such problem; the nearest stem is offered.
        """
        if not self.has(stem):
            raise CourseError(
                f"there is no problem `{stem}` in {self.root / 'problems'}", fix=suggest(stem, self.stems())
            )
        return self.root / "problems" / f"{stem}.yaml"

    def reference(self, stem: str) -> Path:
        """Return where the reference of a known problem belongs; it may not exist yet."""
        self.spec(stem)
        return self.root / "reference" / f"{stem}.py"

    def mistakes(self, stem: str) -> Path:
        """Return where the known mistakes of a known problem belong; the file is optional."""
        self.spec(stem)
        return self.root / "problems" / "mistakes" / f"{stem}.yaml"

    def golden(self, stem: str) -> Path:
        """Return where the golden of a known problem belongs; it may not exist yet."""
        self.spec(stem)
        return self.root / "problems" / "golden" / f"{stem}.safetensors"


def find_course(option: Path | None = None, start: Path | None = None) -> Course:
    """Find the course: the option, else HANDGRAD_COURSE, else the nearest parent with `problems/`.

    Args:
        option: what `--course` said.
        start: where to begin looking upwards; the working directory if not given.

    Raises:
        CourseError: no course there, with a word on how to name one.
    """
    variable = os.environ.get(VARIABLE)
    named = option if option is not None else Path(variable) if variable else None
    if named is not None:
        if not (named / "problems").is_dir():
            origin = "--course" if option is not None else VARIABLE
            raise CourseError(
                f"{named} is not a course: it has no `problems` folder",
                fix=f"Give the folder that holds `problems/` and `reference/` ({origin} names this one)",
            )
        return Course(named)
    begin = (start or Path.cwd()).absolute()
    for folder in (begin, *begin.parents):
        if (folder / "problems").is_dir():
            return Course(folder)
    raise CourseError(
        f"no course was found: neither {begin} nor a folder above it has a `problems` folder",
        fix=f"Go into a course, or name one with --course or {VARIABLE}",
    )


def check_graph(requires: Mapping[str, tuple[str, ...]]) -> None:
    """Check the prerequisite graph of a course.

    Args:
        requires: for each stem, the stems that come before it.

    Raises:
        CourseError: a prerequisite that does not exist, or a cycle, spelled out.
    """
    for stem, before in requires.items():
        for name in before:
            if name not in requires:
                raise CourseError(
                    f"`{stem}` requires `{name}`, which is no problem of this course",
                    fix=suggest(name, requires),
                )
    done: set[str] = set()
    for root in requires:
        # Depth first without recursion: the trail is the path we stand on.
        trail: list[str] = []
        stack: list[tuple[str, bool]] = [(root, False)]
        while stack:
            stem, leaving = stack.pop()
            if leaving:
                trail.pop()
                done.add(stem)
            elif stem in trail:
                cycle = [*trail[trail.index(stem) :], stem]
                raise CourseError(
                    f"the prerequisites form a cycle: {' requires '.join(f'`{name}`' for name in cycle)}",
                    fix="Remove one of these from its `requires`",
                )
            elif stem not in done:
                trail.append(stem)
                stack.append((stem, True))
                stack.extend((name, False) for name in requires[stem])
