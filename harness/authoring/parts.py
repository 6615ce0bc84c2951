"""Between what is stored and what a reference handles: flat arrays to arguments, what `solve` returns to parts."""

import numbers
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from harness.authoring.reference import Reference
from harness.problem.errors import ProblemError
from harness.problem.layout import CaseLayout, Part

Value = np.ndarray[Any, Any] | float | int | bool | str
Values = Mapping[str, Value]
Arrays = dict[str, np.ndarray[Any, Any]]


def arguments(names: Sequence[str], values: Values, *, wide: bool) -> dict[str, Any]:
    """The inputs as `solve` takes them.

    Args:
        names: the problem's inputs, in order; a group's name stands for all of `group/...`.
        values: arrays and scalars by flat name.
        wide: float arrays become float64; else every array keeps the type it is stored in.

    Returns:
        A fresh tensor, scalar, or dict of fresh tensors per name, in order.
    """
    ready: dict[str, Any] = {}
    for name in names:
        if name in values:
            ready[name] = argument(values[name], wide=wide)
        else:
            members = [key for key in values if key.startswith(f"{name}/")]
            ready[name] = {key.removeprefix(f"{name}/"): argument(values[key], wide=wide) for key in members}
    return ready


def argument(value: Value, *, wide: bool) -> Any:
    """One input as `solve` takes it: a tensor of its own memory, or the scalar as it is."""
    if not isinstance(value, np.ndarray):
        return value
    tensor = torch.tensor(value)
    return tensor.double() if wide and tensor.is_floating_point() else tensor


@dataclass(frozen=True)
class Splitter:
    """Takes apart what one function of a reference returned.

    With `wide`, float tensors must be float64: a float32 among them would make the truth as wrong as an answer.
    """

    reference: Reference
    function: str = "solve"
    wide: bool = False

    def fault(self, what: str, fix: str = "Correct the one that is wrong") -> ProblemError:
        """An error at the line that returns the value."""
        line = self.reference.return_of(self.function)
        return self.reference.fault(f"`{self.function}` returns {what}", fix, line=line)

    def split(self, returned: Any, layout: CaseLayout) -> Arrays:
        """Float64, int64 or bool arrays by part name.

        Raises:
            ProblemError: another structure, shape or dtype than the spec promises.
        """
        parts = layout.parts
        if layout.returns == "flat":
            total = sum(part.size for part in parts)
            flat = self.leaf(returned, Part("out", (total,), "float", scalar=False))
            pieces = np.split(flat, np.cumsum([part.size for part in parts])[:-1])
            return {part.name: piece.reshape(part.shape) for part, piece in zip(parts, pieces, strict=True)}
        if layout.returns in ("tensor", "scalar"):
            (part,) = parts
            return {part.name: self.leaf(returned, part)}
        tops = list(dict.fromkeys(part.name.partition("/")[0] for part in parts))
        named = self.unpack(returned, tops) if layout.returns == "tuple" else self.members(returned, tops)
        found: Arrays = {}
        for top in tops:
            inside = [part for part in parts if part.name.startswith(f"{top}/")]
            if not inside:
                found[top] = self.leaf(named[top], layout.part(top))
                continue
            names = [part.name.removeprefix(f"{top}/") for part in inside]
            group = self.members(named[top], names, f" for `{top}`")
            for part, name in zip(inside, names, strict=True):
                found[part.name] = self.leaf(group[name], part)
        return found

    def unpack(self, returned: Any, names: Sequence[str]) -> dict[str, Any]:
        """A tuple's members by the names of the spec."""
        if not isinstance(returned, tuple) or len(returned) != len(names):
            got = f"{len(returned)} values" if isinstance(returned, tuple) else kind(returned)
            raise self.fault(f"{got}, but the spec says a tuple of {len(names)}: {quoted(names)}")
        return dict(zip(names, returned, strict=True))

    def members(self, value: Any, names: Sequence[str], where: str = "") -> Mapping[str, Any]:
        """A dict with exactly these keys."""
        if not isinstance(value, dict) or set(value) != set(names):
            keys = f"a dict of {quoted(map(str, value))}" if isinstance(value, dict) else kind(value)
            raise self.fault(f"{keys}{where}, but the spec says a dict of {quoted(names)}")
        return value

    def leaf(self, value: Any, part: Part) -> np.ndarray[Any, Any]:
        """One part as an array of the widest type of its class."""
        if isinstance(value, torch.Tensor):
            if self.wide and value.is_floating_point() and value.dtype != torch.float64:
                dtype = str(value.dtype).removeprefix("torch.")
                raise self.fault(
                    f"`{part.name}` in {dtype} although the inputs are float64",
                    "Cast draws and constants to the dtype of the inputs, and with no float input use float64",
                )
            tensor = value.detach().cpu().resolve_conj().resolve_neg()
            found = (tensor.double() if tensor.is_floating_point() else tensor).numpy()
        elif isinstance(value, np.ndarray) or (part.scalar and isinstance(value, (numbers.Real, np.bool_))):
            found = np.asarray(value)
        else:
            want = "a torch.Tensor or a number" if part.scalar else "a torch.Tensor"
            raise self.fault(f"{kind(value)} for `{part.name}`", f"Return {want}")
        if found.shape != part.shape:
            raise self.fault(f"`{part.name}` in the shape {found.shape}, but the spec says {part.shape}")
        kinds, wide = CLASSES[part.dtype]
        if found.dtype.kind not in kinds:
            raise self.fault(f"`{part.name}` as {found.dtype}, but the spec says {part.dtype}")
        return np.ascontiguousarray(found, dtype=wide).reshape(part.shape)


#: For each class of dtype: NumPy's kinds that belong to it, and the type it is stored in.
CLASSES: dict[str, tuple[str, type[np.generic]]] = {
    "float": ("f", np.float64),
    "int64": ("iu", np.int64),
    "bool": ("b", np.bool_),
}


def kind(value: object) -> str:
    """A value's type with its article, as messages say it."""
    name = type(value).__name__
    return "nothing" if value is None else f"{'an' if name[0] in 'aeiou' else 'a'} {name}"


def quoted(names: Iterable[str]) -> str:
    """Names as messages list them."""
    return ", ".join(f"`{name}`" for name in names)
