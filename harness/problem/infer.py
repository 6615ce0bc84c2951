"""The layout of inputs that come from elsewhere: dimensions are read from the arrays themselves.

An axis written `d` gives d at once; one written `2*d_z` gives d_z by solving for it. Every axis is then
checked against what was found, and a disagreement names both arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from pydantic_core import PydanticCustomError

from harness.problem.errors import ProblemError, suggest
from harness.problem.layout import ArrayOf, CaseLayout, Scalar
from harness.problem.model import Spec
from harness.problem.resolve import Shapes, draw_of, flat_name, like_shapes
from harness.problem.shapes import Expr, parse
from harness.problem.spec_errors import SpecFault
from harness.problem.views import resolve_outputs

#: How far to look for a size under `//` or `ceil`, where there is no formula for the inverse.
_SEARCH = 4096


@dataclass(frozen=True)
class _Axis:
    """One axis of a given array: it is `length` long, and the spec calls that `size`."""

    array: str
    number: int
    size: Expr
    length: int


def infer_layout(spec: Spec, inputs: Mapping[str, object]) -> CaseLayout:
    """Read a layout from arrays and scalars; see `Problem.layout_of`."""
    given = {name: _shape_of(value) for name, value in inputs.items()}
    shapes = _shapes(spec, given)
    known = {flat_name(name, member) for name, members in shapes.items() for member in members}
    known |= {name for name, entry in spec.inputs.items() if entry.is_scalar}
    for name in inputs:
        if name not in known:
            raise ProblemError(f"there is no input `{name}`", fix=suggest(name, known))
    scalars = _scalars(spec, inputs, given)
    axes: list[_Axis] = []
    arrays: dict[str, ArrayOf] = {}
    for name, members in shapes.items():
        for member, shape in members.items():
            flat = flat_name(name, member)
            if flat not in given:
                raise ProblemError(
                    f"the input `{flat}` is missing", fix=f"Give all of {', '.join(sorted(known))}"
                )
            found = given[flat]
            if len(found) != len(shape):
                wanted = f"({', '.join(map(str, shape))})"
                raise ProblemError(f"`{flat}` has shape {found}, and {wanted} is expected", fix="Reshape it")
            if 0 in found:
                raise ProblemError(
                    f"axis {found.index(0)} of `{flat}` is empty", fix="Every size is at least 1"
                )
            axes += [_Axis(flat, number, size, found[number]) for number, size in enumerate(shape)]
            arrays[flat] = ArrayOf(flat, found, draw_of(spec.inputs[name], member).type_of_elements)
    dims = {name: int(value) for name, value in scalars.items() if spec.inputs[name].type == "int"}
    _solve(axes, dims)
    try:
        parts, views = resolve_outputs(spec, dims, arrays)
    except SpecFault as fault:
        raise ProblemError(f"these inputs do not fit: {fault.what}", fix=fault.fix) from None
    return CaseLayout(None, dims, arrays, spec.returns, parts, views, scalars)


def _shape_of(value: object) -> tuple[int, ...]:
    shape = getattr(value, "shape", ())
    return tuple(int(length) for length in shape)


def _shapes(spec: Spec, given: Mapping[str, tuple[int, ...]]) -> Shapes:
    """Find members and shapes; the members of a group given per case are those that are there."""
    shapes: Shapes = {}
    for name, entry in spec.inputs.items():
        if entry.shape is not None:
            shapes[name] = {"": entry.shape}
        elif isinstance(entry.group, dict):
            shapes[name] = {member: spec_.shape for member, spec_ in entry.group.items()}
        elif entry.group == "per_case":
            prefix = f"{name}/"
            members = {flat[len(prefix) :]: shape for flat, shape in given.items() if flat.startswith(prefix)}
            if not members:
                raise ProblemError(f"the group `{name}` has no members", fix=f"Name arrays `{name}/<member>`")
            shapes[name] = {member: tuple(map(parse, shape)) for member, shape in members.items()}
        elif entry.like is not None:
            try:
                shapes[name] = like_shapes(spec, name, shapes)
            except SpecFault as fault:
                raise ProblemError(fault.what, fix=fault.fix) from None
    return shapes


def _scalars(
    spec: Spec, inputs: Mapping[str, object], given: Mapping[str, tuple[int, ...]]
) -> dict[str, Scalar]:
    scalars: dict[str, Scalar] = {}
    for name, entry in spec.inputs.items():
        if not entry.is_scalar:
            continue
        value = inputs.get(name, entry.default)
        if value is None:
            raise ProblemError(f"the input `{name}` is missing", fix=f"Give `{name}`")
        if given.get(name):
            raise ProblemError(
                f"`{name}` has shape {given[name]}, and a scalar is expected", fix="Give one value"
            )
        # NumPy's scalars and 0-d arrays become Python's own.
        value = value.item() if hasattr(value, "item") else value
        try:
            scalars[name] = entry.scalar(value)
        except PydanticCustomError as error:
            raise ProblemError(f"`{name}`: {(error.context or {})['what']}", fix="Change the value") from None
    return scalars


def _solve(axes: list[_Axis], dims: dict[str, int]) -> None:
    """Find every dimension, then check every axis. `dims` is filled in place."""
    origin: dict[str, _Axis] = {}
    for attempt in (_plain, _linear, _searched):
        progress = True
        while progress:
            progress = False
            for axis in axes:
                unknown = axis.size.names - set(dims)
                if len(unknown) != 1:
                    continue
                (name,) = unknown
                value = attempt(axis, name, dims)
                if value is not None:
                    dims[name], origin[name], progress = value, axis, True
    for axis in axes:
        unknown = axis.size.names - set(dims)
        if unknown:
            names = ", ".join(f"`{name}`" for name in sorted(unknown))
            raise ProblemError(
                f"{names} cannot be read from axis {axis.number} of `{axis.array}`: "
                f"`{axis.size}` would have to be {axis.length}",
                fix="Check the sizes of the arrays",
            )
        expected = axis.size.evaluate(dims)
        if expected != axis.length:
            sources = [
                f"`{name}` is {dims[name]}" + (f" in `{origin[name].array}`" if name in origin else "")
                for name in sorted(axis.size.names)
            ]
            raise ProblemError(
                f"axis {axis.number} of `{axis.array}` has size {axis.length}, and `{axis.size}` is {expected}"
                + (f" ({', '.join(sources)})" if sources else ""),
                fix="Give arrays whose sizes agree",
            )


def _plain(axis: _Axis, name: str, dims: Mapping[str, int]) -> int | None:  # noqa: ARG001 - one of three ways
    """Read a size that is a bare name."""
    return axis.length if axis.size.text == name else None


def _linear(axis: _Axis, name: str, dims: Mapping[str, int]) -> int | None:
    """Solve `a*name + b = length`. A curve is not mistaken for a line: three points must lie on it."""
    values = [_try(axis.size, {**dims, name: value}) for value in (1, 2, 3)]
    first, second, third = values
    if (
        first is None
        or second is None
        or third is None
        or second - first != third - second
        or first == second
    ):
        return None
    slope = second - first
    value, rest = divmod(axis.length - first, slope)
    value += 1
    return (
        value if rest == 0 and value >= 1 and _try(axis.size, {**dims, name: value}) == axis.length else None
    )


def _searched(axis: _Axis, name: str, dims: Mapping[str, int]) -> int | None:
    """Try sizes in turn; only a single fit is an answer."""
    fits = [value for value in range(1, _SEARCH) if _try(axis.size, {**dims, name: value}) == axis.length]
    return fits[0] if len(fits) == 1 else None


def _try(size: Expr, dims: Mapping[str, int]) -> int | None:
    try:
        return size.evaluate(dims)
    except ProblemError:
        return None
