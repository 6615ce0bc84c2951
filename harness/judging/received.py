"""From the raw description of what `solve` returned to the named parts of the problem, or a fault in words.

Before any arithmetic: exact kind, number type, shape, finiteness. Nothing is broadcast, nothing is cast from
one class of numbers to another, and NaN equals nothing. An instance of a subclass is refused, because what
looks like a tensor there may compute whatever it likes when asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.scrub import one_line

if TYPE_CHECKING:
    from harness.problem.layout import CaseLayout, Part
    from harness.sandbox.returned import Returned

Array = np.ndarray[Any, Any]

#: Of keys that nobody asked for, a message names as many.
MOST_NAMED = 5
_INTEGERS = {"int64", "int32", "int16", "int8", "uint8"}


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an output cannot be compared: a code (kind, dtype, shape, not-finite) and a sentence.

    `part` is where, None when it is the whole. `plain` says the same without a number or a name of the
    submission's own, for cases whose values are not to be known.
    """

    code: str
    message: str
    part: str | None = None

    @property
    def plain(self) -> str:
        """The fault as a class, for hidden cases."""
        return {
            "kind": "solve returned something that is not what the problem asks for.",
            "dtype": "solve returned numbers of another type than the problem asks for.",
            "shape": "solve returned another shape than the problem asks for.",
            "not-finite": "solve returned values that are not finite.",
        }[self.code]


@dataclass(frozen=True, slots=True)
class Received:
    """The parts of an output in the problem's shapes (float64, int64 or bool), or the first fault."""

    parts: Mapping[str, Array]
    fault: Fault | None = None


def receive(value: "Returned", layout: "CaseLayout") -> Received:
    """Sort a returned value into the parts a layout names."""
    try:
        if layout.returns == "flat":
            return Received(_flat(value, layout))
        return Received(dict(_parts(value, layout)))
    except _Refused as refused:
        return Received({}, refused.fault)


class _Refused(Exception):  # noqa: N818 - carries a fault to the one place that hands it on
    def __init__(self, code: str, message: str, part: str | None = None) -> None:
        super().__init__(message)
        self.fault = Fault(code, message, part)


def _flat(value: "Returned", layout: "CaseLayout") -> dict[str, Array]:
    total = sum(part.size for part in layout.parts)
    data = _array(value, None, "float", (total,), "solve")
    parts, at = {}, 0
    for part in layout.parts:
        parts[part.name] = data[at : at + part.size].reshape(part.shape)
        at += part.size
    return parts


def _parts(value: "Returned", layout: "CaseLayout") -> list[tuple[str, Array]]:
    if layout.returns in {"tensor", "scalar"}:
        (part,) = layout.parts
        return [(part.name, _part(value, part, "solve"))]
    groups = _grouped(layout)
    if value.kind != layout.returns:
        wanted = f"a {layout.returns} with {_names(groups)}"
        raise _Refused("kind", f"solve returned {_a(value)}; it should return {wanted}.")
    nodes = _tuple_items(value, groups) if layout.returns == "tuple" else _dict_items(value, groups, "solve")
    found: list[tuple[str, Array]] = []
    for (name, members), node in zip(groups.items(), nodes, strict=True):
        if members is None:
            found.append((name, _part(node, layout.part(name), f"the value {name!r}")))
            continue
        if node.kind != "dict":
            raise _Refused(
                "kind", f"{name!r} should be a dict with {_names(members)}, and is {_a(node)}.", name
            )
        for member, inner in zip(members, _dict_items(node, members, repr(name)), strict=True):
            part = layout.part(f"{name}/{member}")
            found.append((part.name, _part(inner, part, f"the value {part.name!r}")))
    return found


def _grouped(layout: "CaseLayout") -> dict[str, dict[str, None] | None]:
    """Give the top-level names in order, each with its members when it is a group."""
    groups: dict[str, dict[str, None] | None] = {}
    for part in layout.parts:
        name, slash, member = part.name.partition("/")
        if not slash:
            groups[name] = None
        else:
            inner = groups.setdefault(name, {})
            assert inner is not None  # noqa: S101 - a name is a group or an array, never both
            inner[member] = None
    return groups


def _tuple_items(value: "Returned", groups: Mapping[str, object]) -> tuple["Returned", ...]:
    if len(value.items) != len(groups):
        raise _Refused(
            "shape",
            f"solve returned a tuple of {len(value.items)}; it should have {len(groups)}: {_names(groups)}.",
        )
    return value.items


def _dict_items(value: "Returned", wanted: Mapping[str, object], where: str) -> list["Returned"]:
    found = dict(zip(value.keys, value.items, strict=True))
    missing = [name for name in wanted if name not in found]
    extra = [name for name in found if name not in wanted]
    if missing or extra:
        lacks = f" lacks {_names(missing)}" if missing else ""
        # Keys are the program's to choose, in number, length and letters.
        some = [one_line(name, 80) for name in extra[:MOST_NAMED]]
        more = f" and {len(extra) - len(some)} more" if len(extra) > len(some) else ""
        has = f" has {_names(some)}{more}, which nobody asked for" if extra else ""
        raise _Refused("kind", f"The dict of {where}{lacks}{' and' if lacks and has else ''}{has}.")
    return [found[name] for name in wanted]


def _part(value: "Returned", part: "Part", where: str) -> Array:
    if part.scalar:
        return _scalar(value, part, where)
    return _array(value, part.name, part.dtype, part.shape, where)


def _scalar(value: "Returned", part: "Part", where: str) -> Array:
    if value.kind not in {"number", "tensor", "array"}:
        raise _Refused("kind", f"{_cap(where)} should be a number, and is {_a(value)}.", part.name)
    # A Python int is a number like any other where a float is asked for; an integer array is a slip.
    counts = value.kind == "number" and value.type_name == "int" and part.dtype == "float"
    return _checked(value, part.name, "int64" if counts else part.dtype, (), where).astype(
        _TARGET[part.dtype]
    )


def _array(value: "Returned", part: str | None, dtype: str, shape: tuple[int, ...], where: str) -> Array:
    if value.kind not in {"tensor", "array"}:
        raise _Refused(
            "kind",
            f"{_cap(where)} {'returned' if where == 'solve' else 'is'} {_a(value)};"
            " it should be exactly a torch.Tensor or a numpy.ndarray.",
            part,
        )
    return _checked(value, part, dtype, shape, where)


_TARGET = {"float": np.dtype("f8"), "int64": np.dtype("i8"), "bool": np.dtype("?")}


def _checked(value: "Returned", part: str | None, dtype: str, shape: tuple[int, ...], where: str) -> Array:
    did = "returned" if where == "solve" else "has"
    fits = {
        "float": value.dtype in {"float32", "float64"},
        "int64": value.dtype in _INTEGERS,
        "bool": value.dtype == "bool",
    }[dtype]
    if value.fault in {"sparse", "meta"}:
        raise _Refused(
            "kind", f"{_cap(where)} {did} a {value.fault} tensor; a plain one on the CPU is needed.", part
        )
    if not fits:
        wanted = "float32 or float64" if dtype == "float" else dtype
        raise _Refused(
            "dtype",
            f"{_cap(where)} {did} numbers of type {one_line(value.dtype, 80)}; {wanted} is needed.",
            part,
        )
    if value.shape != shape:
        raise _Refused(
            "shape", f"{_cap(where)} {did} shape {list(value.shape)}; {list(shape)} is needed.", part
        )
    if value.fault == "dtype":
        raise _Refused("dtype", f"{_cap(where)} {did} a whole number too large for 64 bits.", part)
    if value.data is None:
        raise _Refused("shape", f"{_cap(where)} {did} more data than the problem asks for.", part)
    data = value.data.astype(_TARGET[dtype])
    if dtype == "float" and not np.isfinite(data).all():
        bad = int(data.size - np.isfinite(data).sum())
        words = "NaN" if np.isnan(data).any() else "infinity"
        raise _Refused(
            "not-finite", f"{_cap(where)} {did} {words} ({bad} of {data.size} values are not finite).", part
        )
    return data


def _names(names: Mapping[str, object] | list[str]) -> str:
    return ", ".join(repr(name) for name in names)


def _cap(text: str) -> str:
    return text if text == "solve" else text[:1].upper() + text[1:]


def _a(value: "Returned") -> str:
    """Name what came, with an article."""
    if value.kind == "none":
        return "nothing (None)"
    if value.kind in {"tuple", "dict"}:
        return f"a {value.kind} of {len(value.items)}"
    if value.kind == "number":
        return f"a number ({one_line(value.type_name, 80)})"
    # A type's name is the program's to choose.
    name = {"tensor": "torch.Tensor", "array": "numpy.ndarray"}.get(value.kind, one_line(value.type_name, 80))
    return f"a {name}"
