"""What can be wrong with a course, a spec or a golden file, said in one or two sentences.

    ProblemError          a spec, a mistake file, a shape, a value: names file, line and key
      CourseError         a course folder or a stem that is not there
      GoldenMissing       no golden file was ever written
      GoldenStale         the spec or the reference changed since
      GoldenCorrupt       the file is not what `handgrad golden` wrote

`str(error)` is fit for a person: where, what, and what to do. It never holds a traceback.
"""

import difflib
from collections.abc import Iterable
from pathlib import Path


class ProblemError(Exception):
    """A fault in what an author wrote or in what is stored.

    Args:
        what: the fault, as a clause without a full stop.
        path: the file, if one is known.
        line: the line in it, counted from 1.
        key: the dotted key, such as `outputs.w_enc.views.mu[0]`.
        fix: what to do about it, as a sentence without a full stop.
        others: further faults found in the same file; `str` only counts them.
    """

    def __init__(
        self,
        what: str,
        *,
        path: Path | None = None,
        line: int | None = None,
        key: str | None = None,
        fix: str = "",
        others: tuple["ProblemError", ...] = (),
    ) -> None:
        super().__init__(what)
        self.what = what
        self.path = path
        self.line = line
        self.key = key
        self.fix = fix
        self.others = others

    def __str__(self) -> str:
        """Return `FILE:LINE: key `a.b`: what. Fix.`, leaving out what is not known."""
        place = ""
        if self.path is not None:
            place = f"{self.path}:{self.line}: " if self.line else f"{self.path}: "
        elif self.line:
            place = f"line {self.line}: "
        key = f"key `{self.key}`: " if self.key else ""
        fix = f" {_sentence(self.fix)}" if self.fix else ""
        more = ""
        if self.others:
            count = len(self.others)
            more = f" (and {count} more {'fault' if count == 1 else 'faults'} in this file)"
        return f"{place}{key}{_sentence(self.what)}{fix}{more}"

    def __reduce__(self) -> tuple[object, ...]:
        """Keep every field when an error crosses to another process."""
        return (_rebuild, (type(self), self.what, self.path, self.line, self.key, self.fix, self.others))


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _rebuild(
    kind: type[ProblemError],
    what: str,
    path: Path | None,
    line: int | None,
    key: str | None,
    fix: str,
    others: tuple[ProblemError, ...],
) -> ProblemError:
    return kind(what, path=path, line=line, key=key, fix=fix, others=others)


class CourseError(ProblemError):
    """A course folder, or a stem in it, that is not there."""


class GoldenMissing(ProblemError):  # noqa: N818 - the name is the sentence: what is missing
    """No golden file exists for a problem."""


class GoldenStale(ProblemError):  # noqa: N818 - as above
    """A golden file no longer belongs to its spec or its reference."""


class GoldenCorrupt(ProblemError):  # noqa: N818 - as above
    """A golden file is damaged, or something else wrote it."""


def nearest(wrong: str, known: Iterable[str]) -> str | None:
    """Return the known name that was probably meant, if one is near; case alone is never a difference."""
    lowered: dict[str, str] = {}
    for name in sorted(known):
        lowered.setdefault(name.lower(), name)
    near = difflib.get_close_matches(wrong.lower(), lowered, n=1, cutoff=0.6)
    return lowered[near[0]] if near else None


def suggest(wrong: str, known: Iterable[str]) -> str:
    """Return a sentence that offers the nearest known name, or else lists what there is."""
    names = sorted(set(known))
    near = nearest(wrong, names)
    if near:
        return f"Did you mean `{near}`?"
    if not names:
        return ""
    shown = ", ".join(f"`{name}`" for name in names[:12])
    return f"Known here: {shown}{', ...' if len(names) > 12 else ''}"


def shown(value: object) -> str:
    """Show a YAML value in a few characters, the way an author would name it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    text = f"`{value}`"
    return text if len(text) <= 40 else f"{text[:36]}...`"


def dotted(path: Iterable[str | int]) -> str:
    """Write a path into nested data the way the messages do: `cases.wide.x[0][2]`."""
    text = ""
    for step in path:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text
