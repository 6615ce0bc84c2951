"""What goes into `solve` and what comes out of it, a line each, as a docstring says it."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from harness.problem.inputs import Draw, Input, Member
from harness.problem.outputs import Output
from harness.problem.shapes import Expr

if TYPE_CHECKING:
    from harness.problem.spec import Problem


def argument_lines(problem: "Problem") -> Iterator[tuple[str, str]]:
    """Every argument of `solve`, in order, with its shape or type."""
    for name, entry in problem.inputs.items():
        yield name, _argument(entry, problem)


def return_lines(problem: "Problem") -> Iterator[tuple[str, str]]:
    """Every part of the answer, in order, with its shape."""
    for name, output in problem.outputs.items():
        if output.group is None:
            yield name, _part(output, problem)
            continue
        members = ", ".join(f"{member} {shape(array.shape or ())}" for member, array in output.group.items())
        yield name, f"a dict of {members}"


def how_returned(problem: "Problem") -> str:
    """How the parts are handed back, as a phrase."""
    names = list(problem.outputs)
    if problem.returns == "flat":
        each = "row after row" if len(names) == 1 else "one after the other, each row after row"
        return f"One flat array: {', '.join(names)}, {each}."
    return {
        "tensor": "One array.",
        "scalar": "One number.",
        "tuple": f"A tuple ({', '.join(names)}).",
        "dict": f"A dict with the keys {', '.join(names)}.",
    }[problem.returns]


def shape(sizes: Sequence[Expr]) -> str:
    """A shape as Python writes a tuple."""
    inside = ", ".join(map(str, sizes))
    return f"({inside},)" if len(sizes) == 1 else f"({inside})"


def _argument(entry: Input, problem: "Problem") -> str:
    if entry.type is not None:
        return f"one of {', '.join(map(repr, entry.choices))}" if entry.choices else entry.type
    if entry.group == "per_case":
        return "a dict of arrays, whose names, number and shapes vary from case to case"
    if isinstance(entry.group, dict):
        return f"a dict of {', '.join(_member(name, member) for name, member in entry.group.items())}"
    if entry.like is not None:
        return _like(entry.like, problem, f", {entry.type_of_elements}")
    return f"{shape(entry.shape or ())}, {_values(entry)}"


def _member(name: str, member: Member) -> str:
    """A member with its shape, and its dtype where that is not the usual one."""
    dtype = "" if member.type_of_elements == "float32" else f" {member.type_of_elements}"
    return f"{name} {shape(member.shape)}{dtype}"


def _like(like: str, problem: "Problem", suffix: str = "") -> str:
    """What `like` stands for: the shape of an array, or a dict with the members of a group."""
    name, _, member = like.partition("/")
    source = problem.inputs[name]
    if member and isinstance(source.group, dict) and member in source.group:
        return f"{shape(source.group[member].shape)}{suffix}"
    if source.shape is not None:
        return f"{shape(source.shape)}{suffix}"
    if source.like is not None:
        return _like(source.like, problem, suffix)
    return f"a dict with the names and shapes of {name}"


def _values(draw: Draw) -> str:
    """The dtype, and what is known of the values."""
    if draw.draw == "labels":
        return f"int64, from 0 up to {draw.classes} - 1"
    if draw.draw == "permutation":
        return "int64, each row an order of the indices"
    extra = {
        "one_hot": ", one-hot along the last axis",
        "cholesky": ", lower triangular with a positive diagonal",
    }
    return draw.type_of_elements + extra.get(draw.draw or "", "")


def _part(output: Output, problem: "Problem") -> str:
    kind = f", {output.dtype}" if output.dtype and output.dtype != "float" else ""
    if output.like is not None:
        return _like(output.like, problem, kind)
    if not output.shape:
        return {"int64": "a whole number", "bool": "true or false"}.get(output.dtype or "", "a number")
    return f"{shape(output.shape)}{kind}"
