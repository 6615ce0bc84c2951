"""Values written out in a case: nested lists that must agree with shape and dtype."""

from harness.problem.errors import shown
from harness.problem.layout import ArrayOf
from harness.problem.spec_errors import At, SpecFault


def check_literal(value: object, array: ArrayOf, at: At) -> None:
    """Check nested lists against an array's shape and dtype.

    Raises:
        SpecFault: a list too long or too short, nesting too deep or too shallow, or a value of another type;
            the path leads to the exact element.
    """
    _level(value, array, array.shape, at)


def _level(value: object, array: ArrayOf, shape: tuple[int, ...], at: At) -> None:
    if not shape:
        _element(value, array, at)
        return
    if not isinstance(value, list):
        raise SpecFault(
            at, f"`{array.name}` has shape {array.shape}, and here stands {shown(value)} instead of a list",
            f"Write a list of {shape[0]}",
        )  # fmt: skip
    if len(value) != shape[0]:
        axis = len(array.shape) - len(shape)
        raise SpecFault(
            at, f"{len(value)} entries, but axis {axis} of `{array.name}` {array.shape} has {shape[0]}",
            "Change the list or the dimensions of the case",
        )  # fmt: skip
    for index, item in enumerate(value):
        _level(item, array, shape[1:], (*at, index))


def _element(value: object, array: ArrayOf, at: At) -> None:
    if isinstance(value, list):
        raise SpecFault(at, f"a list where `{array.name}` {array.shape} has a number", "Write one number")
    if array.dtype == "bool":
        good = isinstance(value, bool)
    elif array.dtype == "int64":
        good = isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63
    else:
        good = isinstance(value, int | float) and not isinstance(value, bool)
        if good and array.dtype == "float32" and isinstance(value, int | float) and abs(value) > 3.4e38:
            raise SpecFault(at, f"{shown(value)} is too large for float32", "Use a smaller number")
    if not good:
        word = {"bool": "true or false", "int64": "a whole number"}.get(array.dtype, "a number")
        raise SpecFault(
            at, f"{shown(value)} is not {word} (`{array.name}` is {array.dtype})", "Change the value"
        )
