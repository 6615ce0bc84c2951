"""From a fault inside a spec to a sentence with file, line and key.

Pydantic's words are written for programmers; every kind of fault that a spec can have is said in our own.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from harness.problem.errors import ProblemError, dotted, nearest, shown, suggest
from harness.problem.yaml import Positions

At = tuple[str | int, ...]


class SpecFault(Exception):  # noqa: N818 - never reaches a person: `located` makes it a ProblemError
    """A fault at a path inside a spec, before file and line are known."""

    def __init__(self, at: At, what: str, fix: str = "") -> None:
        super().__init__(what)
        self.at = at
        self.what = what
        self.fix = fix


def located(fault: SpecFault, path: Path | None, positions: Positions) -> ProblemError:
    """Give a fault its file, and the line of the nearest key that exists."""
    at = fault.at
    while at not in positions and at:
        at = at[:-1]
    key = dotted(fault.at) or None
    return ProblemError(fault.what, path=path, line=positions.get(at, 1), key=key, fix=fault.fix)


def raise_all(faults: Sequence[SpecFault], path: Path | None, positions: Positions) -> None:
    """Raise the first fault in the file, carrying the others; do nothing if there is none."""
    errors: list[ProblemError] = []
    seen: set[str] = set()
    for fault in faults:
        error = located(fault, path, positions)
        if str(error) not in seen:
            seen.add(str(error))
            errors.append(error)
    if not errors:
        return
    errors.sort(key=lambda error: error.line or 0)
    first, *rest = errors
    raise ProblemError(
        first.what, path=first.path, line=first.line, key=first.key, fix=first.fix, others=tuple(rest)
    )


def faults_of(error: ValidationError, data: object, model: type[BaseModel]) -> list[SpecFault]:
    """Translate what pydantic found. `data` is what was validated, `model` the outermost model."""
    found = []
    details = error.errors(include_url=False)
    wrong_keys = {detail["loc"] for detail in details if detail["type"] == "extra_forbidden"}
    for detail in details:
        kind, loc = detail["type"], detail["loc"]
        at, value = _walk(loc, data)
        if kind == "literal_error" and isinstance(value, Mapping | list) and at[-1:] == ("group",):
            continue  # the other reading of `group:`, whose own faults are listed
        if kind == "too_short" and value:
            continue  # not empty: its entries were wrong, and are told one by one
        if kind == "missing":
            key = str(loc[-1])
            beside = [str(other[-1]) for other in wrong_keys if other[:-1] == loc[:-1]]
            if any(nearest(other, _keys(at, model)) == key for other in beside):
                continue  # it is there, with a slip in its name, which is told by itself
            found.append(SpecFault(at, f"`{key}` is missing", _ADD.get(key, f"Add `{key}:`")))
        elif kind == "extra_forbidden":
            known = _keys(at[:-1], model)
            found.append(SpecFault(at, "there is no such key here", suggest(str(at[-1]), known)))
        elif kind == "handgrad":
            context = detail.get("ctx", {})
            found.append(SpecFault(at, str(context["what"]), str(context["fix"])))
        else:
            what, fix = _sentence(kind, value, detail.get("ctx", {}), str(detail["msg"]))
            found.append(SpecFault(at, what, fix))
    return found


def _walk(loc: Sequence[str | int], data: Any) -> tuple[At, object]:
    """Follow pydantic's location through the data, leaving out the steps that are its own."""
    at: list[str | int] = []
    for step in loc:
        here = isinstance(data, Mapping) and step in data
        if not here and not (isinstance(data, list) and isinstance(step, int) and step < len(data)):
            continue
        data = data[step]
        at.append(step)
    return tuple(at), data


_ADD = {
    "title": "Add `title:` with the problem's name",
    "difficulty": "Add `difficulty:` easy, medium or hard",
    "statement": "Add `statement: |` and the text below it",
    "inputs": "Add `inputs:` with one entry for each argument of `solve`",
    "returns": "Add `returns:` flat, tensor, scalar, tuple or dict",
    "outputs": "Add `outputs:` with one entry for each part of the answer",
    "cases": "Add `cases:` with at least one case",
    "at": 'Add `at: [":", ":d_z"]`, one slice for each axis',
    "shape": "Add `shape: [N, d]`, one size for each axis",
}


def _keys(at: At, model: type[BaseModel]) -> list[str]:
    """Return the keys that are known at a place in the spec."""
    current: Any = model
    for step in at:
        current = _inside(current, str(step))
    fields = getattr(current, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inside(current: Any, step: str) -> Any:
    """Return the model found under a key: a field's own, or that of a dictionary's values."""
    if isinstance(current, type) and issubclass(current, BaseModel):
        field = current.model_fields.get(step)
        return field.annotation if field else None
    return _model_in(current)


def _model_in(annotation: Any) -> Any:
    """Find the model inside `dict[..., Model] | ...`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        if (model := _model_in(argument)) is not None:
            return model
    return None


_Say = Callable[[str, Mapping[str, Any]], tuple[str, str]]

#: For each kind of fault, a sentence about the value that was met, and one on what to do.
_SENTENCES: dict[str, _Say] = {
    "string_type": lambda got, _: (f"text is expected, not {got}", "Write text, in quotes if it looks like a number"),
    "string_too_short": lambda _, __: ("the text is empty", "Write something"),
    "int_type": lambda got, _: (f"a whole number is expected, not {got}", "Write, for example, 4"),
    "int_from_float": lambda got, _: (f"a whole number is expected, not {got}", "Write, for example, 4"),
    "float_type": lambda got, _: (f"a number is expected, not {got}", "Write, for example, 0.5"),
    "finite_number": lambda got, _: (f"{got} is not finite", "Write a finite number"),
    "bool_type": lambda got, _: (f"true or false is expected, not {got}", "Write true or false"),
    "tuple_type": lambda got, _: (f"a list is expected, not {got}", "Write a list in brackets, for example [a, b]"),
    "list_type": lambda got, _: (f"a list is expected, not {got}", "Write a list in brackets, for example [a, b]"),
    "dict_type": lambda got, _: (f"a mapping is expected, not {got}", "Write keys and values below it"),
    "model_type": lambda got, _: (f"a mapping is expected, not {got}", "Write keys and values, for example {a: 1}"),
    "model_attributes_type": lambda got, _: (f"a mapping is expected, not {got}", "Write keys and values below it"),
    "too_short": lambda _, __: ("it is empty", "Add at least one entry"),
    "greater_than": lambda got, ctx: (f"{got} is not above {ctx.get('gt')}", "Write a larger number"),
    "greater_than_equal": lambda got, ctx: (f"{got} is below {ctx.get('ge')}", "Write a larger number"),
    "less_than_equal": lambda got, ctx: (f"{got} is above {ctx.get('le')}", "Write a smaller number"),
}  # fmt: skip


def _sentence(kind: str, value: object, context: Mapping[str, Any], message: str) -> tuple[str, str]:
    if kind == "literal_error":
        expected = str(context.get("expected", "")).replace("'", "")
        near = nearest(str(value), expected.replace(" or ", ", ").split(", "))
        return f"{shown(value)} is not one of {expected}", f"Did you mean `{near}`?" if near else "Choose one"
    say = _SENTENCES.get(kind)
    if say is not None:
        return say(shown(value), context)
    # A kind not met so far: pydantic's own words, turned into a clause.
    return message.replace("Input should be", f"{shown(value)} should be").replace("Input", shown(value)), ""
