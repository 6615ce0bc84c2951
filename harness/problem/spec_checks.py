"""What is true or false of a spec as a whole, before any case is resolved."""

from collections.abc import Iterator

from harness.problem.cases import Case
from harness.problem.errors import suggest
from harness.problem.model import Spec
from harness.problem.resolve import Shapes, size_names
from harness.problem.spec_errors import SpecFault


def check_spec(spec: Spec) -> Iterator[SpecFault]:
    """Yield every fault that is not a matter of one key or one case."""
    yield from _limits(spec)
    yield from _references(spec)
    yield from _names(spec)
    if not any(case.points > 0 for case in spec.cases.values()):
        yield SpecFault(("cases",), "no case is worth a point", "Give at least one case points above 0")


def _limits(spec: Spec) -> Iterator[SpecFault]:
    if spec.limits.total < spec.limits.time:
        yield SpecFault(
            ("limits", "total"),
            f"the total of {spec.limits.total:g} s is below the {spec.limits.time:g} s of one case",
            "Raise `total` or lower `time`",
        )


def _references(spec: Spec) -> Iterator[SpecFault]:
    """`like` and `of` name inputs, and an input's `like` looks upwards."""
    above: set[str] = set()
    for name, entry in spec.inputs.items():
        if entry.like is not None and entry.like.split("/")[0] not in above:
            yield SpecFault(
                ("inputs", name, "like"), f"`{entry.like}` is no array above", suggest(entry.like, above)
            )
        if not entry.is_scalar:
            above.add(name)
    for name, output in spec.outputs.items():
        at = ("outputs", name)
        for key in ("like", "of"):
            target = getattr(output, key)
            if target is not None and target.split("/")[0] not in above:
                yield SpecFault((*at, key), f"`{target}` is no array input", suggest(target, above))


def _names(spec: Spec) -> Iterator[SpecFault]:
    """A name used as a size is a dimension or an integer input."""
    shapes: Shapes = {
        name: {"": entry.shape} for name, entry in spec.inputs.items() if entry.shape is not None
    }
    for name, entry in spec.inputs.items():
        if isinstance(entry.group, dict):
            shapes[name] = {member: spec_.shape for member, spec_ in entry.group.items()}
    for name in sorted(size_names(spec, shapes)):
        entry_ = spec.inputs.get(name)
        if entry_ is not None and entry_.type != "int":
            kind = f"a {entry_.type}" if entry_.type else "an array"
            yield SpecFault(
                ("inputs", name), f"used as a size, but it is {kind}", "Sizes are dimensions or int inputs"
            )
        if name in Case.model_fields or name == "ceil":
            yield SpecFault(("inputs",), f"the size `{name}` is a reserved name", "Choose another name")
