"""Known mistakes: what goes wrong often enough to have a name, as changes to the reference.

`problems/mistakes/<stem>.yaml` maps an id to what the mistake's output looks like and the change of source that makes
it. Nothing here runs anything: `Mistake.apply` edits text, and `authoring` runs what comes of it.

    mistakes:
      kl_left_out:
        looks_like: the divergence left out of the loss
        hint: The divergence has derivatives of its own. Does every path to mu pass through them?
        replace: " + mu / N"
        with: ""
      both_halves_swapped:
        looks_like: the halves of the encoder's gradient in each other's place
        edits:
          - {replace: "[g_mu, g_log_var]", with: "[g_log_var, g_mu]"}
          - {replace: "h[:, :d_z], h[:, d_z:]", with: "h[:, d_z:], h[:, :d_z]"}
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, ValidationError

from harness.problem.errors import ProblemError
from harness.problem.fields import Model, Name
from harness.problem.spec_errors import SpecFault, faults_of, raise_all
from harness.problem.yaml import Positions, read_yaml

_Text = Annotated[str, Field(min_length=1)]


class EditSpec(Model):
    """One replacement in the text of the reference."""

    replace: _Text
    with_: Annotated[str, Field(alias="with")]


class MistakeSpec(Model):
    """One mistake as YAML holds it: either a single replacement or several `edits`."""

    looks_like: _Text
    hint: _Text | None = None
    replace: _Text | None = None
    with_: Annotated[str | None, Field(alias="with")] = None
    edits: Annotated[tuple[EditSpec, ...], Field(strict=False)] = ()
    narrow: _Text | None = None
    leaves_out: _Text | None = None


class MistakesSpec(Model):
    """A whole file of mistakes, in the order in which they are named when two fit equally well."""

    mistakes: Annotated[dict[Name, MistakeSpec], Field(min_length=1)]


@dataclass(frozen=True)
class Edit:
    """A text that occurs exactly once in the reference, and what stands there instead."""

    replace: str
    by: str


@dataclass(frozen=True)
class Mistake:
    """A known mistake.

    Attributes:
        id: its name in verdicts and goldens: lower case, a Python identifier.
        looks_like: a noun phrase for the class of outputs it gives, completing "This looks like ...".
            It speaks of the output, not of what was thought: other slips may give the same numbers.
        hint: a sentence for the learner that does not give the answer away; None where there is none.
        edits: the change of source.
        narrow: why its margin may be smaller than the safety factor asks; None where it may not.
        leaves_out: a noun phrase for the one term of the answer that it drops, where it drops one and no more.
            What an answer makes of such a term, other than leaving it out, is then measured and said.
        path: the file that defines it.
        line: the line of its id in that file.
    """

    id: str
    looks_like: str
    edits: tuple[Edit, ...]
    hint: str | None = None
    narrow: str | None = None
    leaves_out: str | None = None
    path: Path | None = None
    line: int | None = None

    def apply(self, source: str) -> str:
        """Return the reference's text with the mistake made: every edit is sought in the text as given.

        Raises:
            ProblemError: an edit's text occurs nowhere, more than once (names the lines), or inside another's.
        """
        found: list[tuple[int, Edit]] = []
        for edit in self.edits:
            count = source.count(edit.replace)
            if count != 1:
                raise self.fault(*_no_match(edit.replace, source, count))
            found.append((source.index(edit.replace), edit))
        found.sort(key=lambda pair: pair[0])
        pieces, done = [], 0
        for at, edit in found:
            if at < done:
                raise self.fault("two of its edits change the same text", "Make them one edit")
            pieces += [source[done:at], edit.by]
            done = at + len(edit.replace)
        return "".join([*pieces, source[done:]])

    def fault(self, what: str, fix: str) -> ProblemError:
        """An error in this mistake, placed at its own line."""
        return ProblemError(what, path=self.path, line=self.line, key=f"mistakes.{self.id}", fix=fix)


def load_mistakes(path: Path) -> tuple[Mistake, ...]:
    """Read the known mistakes of a problem, in the order of the file; none where there is no file.

    Raises:
        ProblemError: not YAML, an unknown key, or a mistake that changes nothing; names line and key.
    """
    if not path.is_file():
        return ()
    data, positions = read_yaml(path)
    return parse_mistakes(data, positions, path)


def parse_mistakes(data: Any, positions: Positions, path: Path) -> tuple[Mistake, ...]:
    """Check what was read from a file of mistakes; see `load_mistakes`."""
    if not isinstance(data, dict):
        raise ProblemError("the file holds no mistakes", path=path, line=1, fix="Begin with `mistakes:`")
    try:
        spec = MistakesSpec.model_validate(data)
    except ValidationError as error:
        raise_all(faults_of(error, data, MistakesSpec), path, positions)
        raise
    raise_all([fault for name, one in spec.mistakes.items() for fault in _faults(name, one)], path, positions)
    return tuple(
        Mistake(
            id=name,
            looks_like=one.looks_like,
            edits=_edits(one),
            hint=one.hint,
            narrow=one.narrow,
            leaves_out=one.leaves_out,
            path=path,
            line=positions.get(("mistakes", name)),
        )
        for name, one in spec.mistakes.items()
    )


def _edits(one: MistakeSpec) -> tuple[Edit, ...]:
    if one.replace is not None and one.with_ is not None:
        return (Edit(one.replace, one.with_),)
    return tuple(Edit(edit.replace, edit.with_) for edit in one.edits)


def _faults(name: str, one: MistakeSpec) -> list[SpecFault]:
    """What pydantic cannot know: one form and not the other, and a change that changes something."""
    at = ("mistakes", name)
    single = one.replace is not None or one.with_ is not None
    if single == bool(one.edits):
        return [
            SpecFault(
                at,
                "it has both `replace` and `edits`" if single else "it changes nothing",
                "Give `replace:` and `with:`, or a list of such pairs under `edits:`",
            )
        ]
    if single and (one.replace is None or one.with_ is None):
        missing = "replace" if one.replace is None else "with"
        return [SpecFault(at, f"`{missing}` is missing", f"Add `{missing}:`")]
    return [
        SpecFault(
            at, "`replace` and `with` are the same text", "Write in `with` what the mistake has instead"
        )
        for edit in _edits(one)
        if edit.replace == edit.by
    ]


def _no_match(text: str, source: str, count: int) -> tuple[str, str]:
    """Say that a text occurs nowhere or too often, and what to do."""
    first = text.strip().splitlines()[0] if text.strip() else text
    name = f"`{first}`" if len(first) <= 60 else f"`{first[:56]}...`"
    if count == 0:
        return (
            f"{name} occurs nowhere in the reference",
            "Copy the text to replace from the reference as it is now",
        )
    lines, at = [], source.find(text)
    while at >= 0:
        lines.append(source.count("\n", 0, at) + 1)
        at = source.find(text, at + len(text))
    where = ", ".join(map(str, lines[:-1])) + f" and {lines[-1]}"
    return (
        f"{name} occurs {count} times in the reference, in lines {where}",
        "Give enough of what stands around it to be found once",
    )
