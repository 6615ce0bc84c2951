"""Outputs in numbers: the parts of an answer, and the boxes in which each is judged."""

from collections.abc import Mapping
from itertools import combinations
from math import prod

from harness.problem.errors import ProblemError, suggest
from harness.problem.layout import ArrayOf, Judged, Part, PartType, View
from harness.problem.model import Spec
from harness.problem.outputs import Cut, Output, OutputArray, Rule
from harness.problem.spec_errors import At, SpecFault

_NO_RULE = Rule()
#: Rules from the innermost outwards, each with its place in the spec.
Rules = tuple[tuple[Rule, At], ...]


def resolve_outputs(
    spec: Spec, dims: Mapping[str, int], arrays: Mapping[str, ArrayOf]
) -> tuple[tuple[Part, ...], tuple[View, ...]]:
    """Compute every part and every view.

    Raises:
        SpecFault: a size that cannot be computed, `like` or `of` that names no fitting input,
            a view outside its part, views that overlap or leave a gap, or a rule that does not fit.
    """
    parts: list[Part] = []
    views: list[View] = []

    def add(name: str, array: OutputArray, shape: tuple[int, ...], outer: Rule, at: At) -> None:
        dtype = array.dtype or getattr(outer, "dtype", None) or "float"
        part = Part(name, shape, dtype, scalar=not shape)
        parts.append(part)
        views.extend(_views(part, array, outer, dims, arrays, at))

    for name, output in spec.outputs.items():
        at: At = ("outputs", name)
        if output.group is not None:
            for member, array in output.group.items():
                here = (*at, "group", member)
                shape = _shape(array, dims, arrays, here)
                add(f"{name}/{member}", array, shape, output, here)
        elif output.like is not None and output.like not in arrays:
            for member, shape in _group_like(output, arrays, at).items():
                add(f"{name}/{member}", output, shape, _NO_RULE, at)
        else:
            add(name, output, _shape(output, dims, arrays, at), _NO_RULE, at)
    _returns_fit(spec, parts)
    return tuple(parts), tuple(views)


def _shape(
    array: OutputArray, dims: Mapping[str, int], arrays: Mapping[str, ArrayOf], at: At
) -> tuple[int, ...]:
    if array.like is not None:
        if array.like not in arrays:
            raise SpecFault((*at, "like"), f"`{array.like}` is no array input", suggest(array.like, arrays))
        return arrays[array.like].shape
    if array.shape is None:
        raise SpecFault(at, "neither `shape` nor `like` is given", "Add `shape: [N, d]`")
    result = []
    for axis, size in enumerate(array.shape):
        try:
            length = size.evaluate(dims)
        except ProblemError as error:
            raise SpecFault((*at, "shape", axis), error.what, error.fix) from None
        if length < 1:
            raise SpecFault((*at, "shape", axis), f"`{size}` comes to {length}", "A size is at least 1")
        result.append(length)
    return tuple(result)


def _group_like(output: Output, arrays: Mapping[str, ArrayOf], at: At) -> dict[str, tuple[int, ...]]:
    """Return the members and shapes of the input group that an output is like."""
    prefix = f"{output.like}/"
    members = {flat[len(prefix) :]: array.shape for flat, array in arrays.items() if flat.startswith(prefix)}
    if not members:
        known = {*arrays, *(flat.split("/")[0] for flat in arrays)}
        raise SpecFault(
            (*at, "like"), f"`{output.like}` is no input of arrays", suggest(output.like or "", known)
        )
    if output.views is not None:
        raise SpecFault((*at, "views"), "views belong to one array, and this is a group", "Remove `views`")
    return members


def _views(
    part: Part,
    array: OutputArray,
    outer: Rule,
    dims: Mapping[str, int],
    arrays: Mapping[str, ArrayOf],
    at: At,
) -> list[View]:
    if array.steps is not None and array.steps >= len(part.shape):
        raise SpecFault(
            (*at, "steps"),
            f"`steps` names axis {array.steps}, and shape {part.shape} has {len(part.shape)}",
            "Axes count from 0",
        )
    # What stands beside a group is meant for its floats: integers and booleans are exact.
    own: Rules = ((array, at), (outer, at[:2])) if part.dtype == "float" else ((array, at),)
    whole = tuple(slice(0, length) for length in part.shape)
    if array.views is None:
        return [_view(part, "all", whole, own, array.steps, arrays)]
    views = []
    for name, view in array.views.items():
        here = (*at, "views", name)
        index = _index(part, view.at, dims, here)
        views.append(_view(part, name, index, ((view, here), *own), array.steps, arrays))
    _tile(part, views, (*at, "views"))
    return views


def _view(
    part: Part,
    name: str,
    index: tuple[slice, ...],
    rules: Rules,
    steps: int | None,
    arrays: Mapping[str, ArrayOf],
) -> View:
    """Make a view, each key taken from the innermost rule that gives it."""
    at = rules[0][1]
    judged, place = next(
        ((rule.judged, here) for rule, here in rules if rule.judged), (_default(part.dtype), at)
    )
    if judged is None:
        raise SpecFault(at, "`judged` is missing", "Add `judged:` update, scaled, elementwise or exact")
    if (judged == "exact") != (part.dtype != "float"):
        fix = "Use update, scaled or elementwise" if judged == "exact" else "Use `judged: exact`"
        raise SpecFault((*place, "judged"), f"`{judged}` does not suit {part.dtype} values", fix)
    if judged == "exact":
        return View(part.name, name, judged, None, 0.0, 0.0, index, steps)
    of = None
    if judged == "update":
        given, place = next(((rule.of, here) for rule, here in rules if rule.of), (None, at))
        of = _before(part, given, arrays, place)
    tau = next((rule.tau for rule, _ in rules if rule.tau is not None), None)
    floor = next((rule.floor for rule, _ in rules if rule.floor is not None), 0.0)
    return View(part.name, name, judged, of, tau, floor, index, steps)


def _default(dtype: PartType) -> Judged | None:
    return None if dtype == "float" else "exact"


def _before(part: Part, of: str | None, arrays: Mapping[str, ArrayOf], at: At) -> str:
    """Return the flat name of the input that an update starts from."""
    if of is None:
        raise SpecFault(at, "an update needs `of`", "Name the input it replaces, for example `of: w_enc`")
    member = part.name.partition("/")[2]
    flat = of if of in arrays or not member else f"{of}/{member}"
    if flat not in arrays:
        raise SpecFault((*at, "of"), f"`{flat}` is no array input", suggest(flat, arrays))
    if arrays[flat].shape != part.shape:
        raise SpecFault(
            (*at, "of"),
            f"`{flat}` has shape {arrays[flat].shape}, and `{part.name}` has {part.shape}",
            "An update has the shape of what it replaces",
        )
    if arrays[flat].dtype not in ("float32", "float64"):
        raise SpecFault(
            (*at, "of"), f"`{flat}` is {arrays[flat].dtype}, and an update is a float", "Name another"
        )
    return flat


def _index(part: Part, cuts: tuple[Cut, ...], dims: Mapping[str, int], at: At) -> tuple[slice, ...]:
    """Resolve the slices of a view; axes that are not named are taken whole."""
    if len(cuts) > len(part.shape):
        raise SpecFault(
            at, f"{len(cuts)} slices for shape {part.shape}", "Give at most one slice for each axis"
        )
    index = []
    for axis, length in enumerate(part.shape):
        cut = cuts[axis] if axis < len(cuts) else Cut(":")
        try:
            start = cut.start.evaluate(dims) if cut.start else 0
            stop = cut.stop.evaluate(dims) if cut.stop else length
        except ProblemError as error:
            raise SpecFault((*at, axis), error.what, error.fix) from None
        if not 0 <= start < stop <= length:
            raise SpecFault(
                (*at, axis),
                f"`{cut.text}` is {start}:{stop} on an axis of {length}",
                "Start below stop, and stay inside",
            )
        index.append(slice(start, stop))
    return tuple(index)


def _tile(part: Part, views: list[View], at: At) -> None:
    """Check that views cover their part and nothing twice. Boxes: no array is needed to see it."""
    for one, other in combinations(views, 2):
        pairs = zip(one.index, other.index, strict=True)
        if all(a.start < b.stop and b.start < a.stop for a, b in pairs):
            raise SpecFault(
                at, f"`{one.name}` and `{other.name}` overlap", "Each element belongs to one view"
            )
    covered = sum(prod(view.shape) for view in views)
    if covered != part.size:
        raise SpecFault(
            at,
            f"the views cover {covered} of the {part.size} elements of `{part.name}`",
            "Add a view for the rest",
        )


def _returns_fit(spec: Spec, parts: list[Part]) -> None:
    """Check the parts against the way `solve` hands them back."""
    at: At = ("returns",)
    grouped = [part.name for part in parts if "/" in part.name]
    if spec.returns != "dict" and grouped:
        raise SpecFault(
            at, f"`{grouped[0]}` is in a group, and {spec.returns} has none", "Use `returns: dict`"
        )
    if spec.returns in ("tensor", "scalar") and len(parts) != 1:
        raise SpecFault(
            at, f"{spec.returns} is one output, and {len(parts)} are listed", "Use tuple, dict or flat"
        )
    if spec.returns == "scalar" and not parts[0].scalar:
        raise SpecFault(at, f"`{parts[0].name}` has shape {parts[0].shape}", "A scalar has `shape: []`")
    if spec.returns == "tensor" and parts[0].scalar:
        raise SpecFault(at, f"`{parts[0].name}` has no axis", "Use `returns: scalar`")
    if spec.returns == "flat" and any(part.dtype != "float" for part in parts):
        raise SpecFault(at, "a flat answer holds floats alone", "Use `returns: tuple` or dict")
