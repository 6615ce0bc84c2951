"""From a spec and a case to numbers: every size computed, every value checked against its shape.

The order is always the same: dimensions, input shapes, where each array comes from, then the outputs.
Whatever does not fit is a `SpecFault` at the key that is wrong.
"""

from collections.abc import Mapping, Sequence
from math import prod

from pydantic_core import PydanticCustomError

from harness.problem.cases import Case
from harness.problem.errors import ProblemError, shown, suggest
from harness.problem.inputs import PARAMETERS, Draw, Input
from harness.problem.layout import ArrayOf, CaseLayout, Drawn, Scalar, Written
from harness.problem.literals import check_literal
from harness.problem.model import Spec
from harness.problem.shapes import Expr, parse
from harness.problem.spec_errors import At, SpecFault
from harness.problem.views import resolve_outputs

#: A quarter of a billion elements is far beyond what a case needs and what a golden can hold.
MAX_ELEMENTS = 1 << 28

#: Shapes by input and member; an input that is one array has the single member "".
Shapes = dict[str, dict[str, tuple[Expr, ...]]]


def flat_name(name: str, member: str) -> str:
    """Return `group/member`, or the bare name of an input that is one array."""
    return f"{name}/{member}" if member else name


def sizes(shape: Sequence[Expr], dims: Mapping[str, int], at: At) -> tuple[int, ...]:
    """Compute a shape.

    Raises:
        SpecFault: a dimension is missing, or a size is below 1 or absurdly large.
    """
    result = []
    for axis, size in enumerate(shape):
        try:
            length = size.evaluate(dims)
        except ProblemError as error:
            raise SpecFault(at, error.what, error.fix) from None
        if length < 1:
            raise SpecFault(at, f"axis {axis} (`{size}`) comes to {length}", "A size is at least 1")
        result.append(length)
    if prod(result) > MAX_ELEMENTS:
        raise SpecFault(at, f"an array of {prod(result):,} elements", "Use smaller dimensions")
    return tuple(result)


def resolve_case(spec: Spec, name: str) -> CaseLayout:
    """Resolve one case of a spec.

    Raises:
        SpecFault: the first thing that does not fit, at its place in the spec.
    """
    case = spec.cases[name]
    at: At = ("cases", name)
    shapes = _shapes(spec, case, at)
    scalars = _scalars(spec, case, at)
    dims = _dims(spec, case, shapes, scalars, at)
    arrays: dict[str, ArrayOf] = {}
    sources: dict[str, Drawn | Written] = {}
    for key, members in shapes.items():
        for member, shape in members.items():
            flat = flat_name(key, member)
            draw = draw_of(spec.inputs[key], member)
            arrays[flat] = ArrayOf(flat, sizes(shape, dims, (*at, key)), draw.type_of_elements)
            sources[flat] = _source(spec, case, key, member, arrays[flat], dims, at)
    _scales_fit(case, sources, at)
    parts, views = resolve_outputs(spec, dims, arrays)
    return CaseLayout(name, dims, arrays, spec.returns, parts, views, scalars, sources)


def draw_of(entry: Input, member: str) -> Draw:
    """Return how an array is drawn: by its own keys, or by its member's."""
    return entry.group[member] if isinstance(entry.group, dict) and member in entry.group else entry


def _scalars(spec: Spec, case: Case, at: At) -> dict[str, Scalar]:
    scalars: dict[str, Scalar] = {}
    for name, entry in spec.inputs.items():
        if not entry.is_scalar:
            continue
        value = case.values.get(name, entry.default)
        if value is None:
            raise SpecFault(at, f"the input `{name}` has no value", f"Add `{name}:` to the case")
        try:
            scalars[name] = entry.scalar(value)
        except PydanticCustomError as error:
            context = error.context or {}
            raise SpecFault((*at, name), str(context["what"]), str(context["fix"])) from None
    return scalars


def _shapes(spec: Spec, case: Case, at: At) -> Shapes:
    """Find the members and shape expressions of every array input."""
    shapes: Shapes = {}
    for name, entry in spec.inputs.items():
        if entry.is_scalar:
            continue
        given = case.values.get(name)
        here: At = (*at, name)
        if entry.shape is not None:
            shapes[name] = {"": entry.shape}
        elif entry.like is not None:
            shapes[name] = like_shapes(spec, name, shapes)
        elif entry.group == "per_case":
            if not given or not isinstance(given, Mapping):
                raise SpecFault(at, f"the members of `{name}` are given per case, and this case gives none",
                                f"Add, for example, `{name}: {{W: [3, 4], b: [4]}}`")  # fmt: skip
            shapes[name] = {member: _case_shape(value, (*here, member)) for member, value in given.items()}
        elif isinstance(entry.group, dict):
            shapes[name] = {member: spec_.shape for member, spec_ in entry.group.items()}
        _members_fit(name, given, shapes[name], here)
    return shapes


def _members_fit(name: str, given: object, members: Mapping[str, object], at: At) -> None:
    """Check that a case names members of a group, and no members of an array."""
    group = "" not in members
    if isinstance(given, Mapping):
        if not group:
            raise SpecFault(at, f"`{name}` is one array, and a mapping is given", "Write nested lists")
        for member in given:
            if member not in members:
                raise SpecFault((*at, member), f"`{name}` has no such member", suggest(member, members))
    elif group and given is not None:
        raise SpecFault(at, f"`{name}` is a group, not {shown(given)}", "Give a mapping of its members")


def like_shapes(spec: Spec, name: str, shapes: Shapes) -> dict[str, tuple[Expr, ...]]:
    """Return the members and shapes of the earlier input that `like` names."""
    like = spec.inputs[name].like or ""
    source, _, member = like.partition("/")
    known = {flat_name(key, one) for key, members in shapes.items() for one in members} | set(shapes)
    if source not in shapes or (member and member not in shapes[source]):
        raise SpecFault(
            ("inputs", name, "like"), f"`{like}` is no array above this one", suggest(like, known)
        )
    return {"": shapes[source][member]} if member else dict(shapes[source])


def _case_shape(value: object, at: At) -> tuple[Expr, ...]:
    """Read a member's shape: `[3, d]`, `{shape: [3, d]}`, or the shape of `{literal: [[...]]}`."""
    if not member_is_identifier(at):
        raise SpecFault(at, f"`{at[-1]}` is no name", "Use letters, digits and _, not beginning with a digit")
    if isinstance(value, Mapping):
        if set(value) == {"literal"}:
            return tuple(parse(length) for length in literal_shape(value["literal"]))
        if set(value) != {"shape"}:
            raise SpecFault(at, "a member is `{shape: [...]}` or `{literal: [...]}`", "Give one of the two")
        value, at = value["shape"], (*at, "shape")
    if not isinstance(value, list):
        raise SpecFault(at, f"a shape is a list of sizes, not {shown(value)}", "Write, for example, [3, d]")
    shape = []
    for index, size in enumerate(value):
        try:
            shape.append(parse(size))
        except ProblemError as error:
            raise SpecFault((*at, index), error.what, error.fix) from None
    return tuple(shape)


def member_is_identifier(at: At) -> bool:
    """Say whether the last step of a path can name a member."""
    return isinstance(at[-1], str) and at[-1].isidentifier() and at[-1].isascii()


def literal_shape(value: object) -> tuple[int, ...]:
    """Return the shape that nested lists seem to have, going by their first elements."""
    shape = []
    while isinstance(value, list):
        shape.append(len(value))
        value = value[0] if value else None
    return tuple(shape)


def size_names(spec: Spec, shapes: Shapes) -> set[str]:
    """Return every name that a size of this spec uses."""
    expressions = [size for members in shapes.values() for shape in members.values() for size in shape]
    for entry in spec.inputs.values():
        draws = list(entry.group.values()) if isinstance(entry.group, dict) else [entry]
        expressions += [draw.classes for draw in draws if draw.classes is not None]
    names = {name for size in expressions for name in size.names}
    for output in spec.outputs.values():
        for array in (output, *(output.group or {}).values()):
            names |= {name for size in array.shape or () for name in size.names}
            names |= {name for view in (array.views or {}).values() for cut in view.at for name in cut.names}
    return names


def _dims(spec: Spec, case: Case, shapes: Shapes, scalars: Mapping[str, Scalar], at: At) -> dict[str, int]:
    """Collect dimensions and integer inputs, and refuse keys that are neither."""
    needed = size_names(spec, shapes)
    dims: dict[str, int] = {}
    for key, value in case.values.items():
        if key in spec.inputs:
            continue
        if key not in needed:
            known = {*needed, *spec.inputs, *Case.model_fields}
            raise SpecFault((*at, key), "neither a dimension nor an input", suggest(key, known))
        if isinstance(value, bool) or not isinstance(value, int) or value < 1:
            raise SpecFault((*at, key), f"a dimension is a whole number of at least 1, not {shown(value)}",
                            "Write, for example, 4")  # fmt: skip
        dims[key] = value
    for name, entry in spec.inputs.items():
        if entry.type == "int":
            dims[name] = int(scalars[name])
    for name in sorted(needed - set(dims)):
        if name in spec.inputs:
            continue  # told once for the whole spec: an input that is no whole number
        raise SpecFault(at, f"the dimension `{name}` is not given", f"Add `{name}:` to the case")
    return dims


def _source(
    spec: Spec, case: Case, key: str, member: str, array: ArrayOf, dims: Mapping[str, int], at: At
) -> Drawn | Written:
    """Say where an array comes from: written out in the case, or drawn."""
    entry = spec.inputs[key]
    draw = draw_of(entry, member)
    given = case.values.get(key)
    here: At = (*at, key)
    if member:
        given = given.get(member) if isinstance(given, Mapping) else None
        here = (*here, member)
        if isinstance(given, Mapping):
            given = given.get("literal")
            here = (*here, "literal")
        elif entry.group == "per_case":
            given = None  # a bare list is a shape here
    if given is not None:
        check_literal(given, array, here)
        return Written(given)
    if draw.draw is None:
        raise SpecFault(at, f"`{array.name}` has no `draw`, and this case does not write it out",
                        "Add a `draw` to the input, or values to the case")  # fmt: skip
    if draw.draw == "cholesky" and (len(array.shape) < 2 or array.shape[-1] != array.shape[-2]):
        raise SpecFault(("inputs", key), f"draw `cholesky` needs two equal last axes, not {array.shape}",
                        "Use a shape like [k, k]")  # fmt: skip
    if draw.draw in ("one_hot", "permutation") and not array.shape:
        raise SpecFault(("inputs", key), f"draw `{draw.draw}` needs an axis", "Use a shape like [N, C]")
    classes = sizes([draw.classes], dims, ("inputs", key, "classes"))[0] if draw.classes is not None else None
    scale = case.scales.get(array.name, case.scales.get(key))
    return draw.drawn(scale, classes)


def _scales_fit(case: Case, sources: Mapping[str, Drawn | Written], at: At) -> None:
    """Refuse a scale for what is not drawn, or not drawn with a scale."""
    for name in case.scales:
        hit = [flat for flat in sources if flat == name or flat.startswith(f"{name}/")]
        if not hit:
            groups = {flat.split("/")[0] for flat in sources}
            raise SpecFault((*at, "scales", name), "no such array input", suggest(name, {*sources, *groups}))
        for flat in hit:
            source = sources[flat]
            if not isinstance(source, Drawn) or "scale" not in PARAMETERS[source.kind]:
                raise SpecFault((*at, "scales", name), f"`{flat}` is not drawn with a scale", "Remove it")
