"""What one case looks like in numbers: shapes, parts and views with every name resolved.

A spec says `[d, 2*d_z]`; a layout says `(5, 6)`. The judge, the author's tools and the sandbox all work
from layouts, so that arithmetic on names happens in one place (`resolve.py`).
Plain frozen dataclasses: cheap to import, safe to pickle, nothing to call.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

PartType = Literal["float", "int64", "bool"]
Judged = Literal["update", "scaled", "elementwise", "exact"]
Returns = Literal["flat", "tensor", "scalar", "tuple", "dict"]
DrawKind = Literal[
    "normal", "uniform", "bernoulli", "labels", "permutation", "one_hot", "positive", "cholesky", "reference"
]  # fmt: skip
Scalar = float | int | bool | str
ArrayType = Literal["float32", "float64", "int64", "bool"]


@dataclass(frozen=True)
class ArrayOf:
    """An input array. A group's member is named `group/member`."""

    name: str
    shape: tuple[int, ...]
    dtype: ArrayType


@dataclass(frozen=True)
class Drawn:
    """An array that is drawn at random, with every parameter of its draw.

    normal       mean + scale * standard normal
    uniform      low <= value < high
    bernoulli    1 with probability p, else 0
    labels       integers 0 <= value < classes
    permutation  each row along the last axis holds 0 .. length - 1 in an order of its own, int64
    one_hot      rows along the last axis, one entry 1, the others 0
    positive     exp(mean + scale * standard normal)
    cholesky     lower triangular in the last two axes, positive diagonal, entries of size `scale`
    reference    whatever `inputs(...)` of the reference module returns under this name
    """

    kind: DrawKind
    mean: float = 0.0
    scale: float = 1.0
    low: float = 0.0
    high: float = 1.0
    p: float = 0.5
    classes: int | None = None


@dataclass(frozen=True)
class Written:
    """An array written out in its case: nested lists of numbers that agree with the shape."""

    values: object


@dataclass(frozen=True)
class Part:
    """One array or scalar of the output. A group's member is named `group/member`.

    `dtype` is a class: "float" stands for float32 and float64 alike. `scalar` is true where the shape is ().
    """

    name: str
    shape: tuple[int, ...]
    dtype: PartType
    scalar: bool

    @property
    def size(self) -> int:
        """Number of elements."""
        size = 1
        for length in self.shape:
            size *= length
        return size


@dataclass(frozen=True)
class View:
    """A box of a part that is judged by one rule. The views of a part tile it exactly.

    Attributes:
        part: the part's name.
        name: the view's name; "all" where a part has a single view.
        judged: how the difference is scaled.
        of: the flat name of the input that an update starts from.
        tau: relative tolerance; None until the spec or a certificate gives one.
        floor: absolute tolerance.
        index: one slice per axis of the part, with start and stop resolved.
        steps: the axis of the part that is time, if one is.
    """

    part: str
    name: str
    judged: Judged
    of: str | None
    tau: float | None
    floor: float
    index: tuple[slice, ...]
    steps: int | None = None

    @property
    def key(self) -> str:
        """Return `part/view`, the key of tolerances in a golden."""
        return f"{self.part}/{self.name}"

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of the box."""
        return tuple(box.stop - box.start for box in self.index)


@dataclass(frozen=True)
class CaseLayout:
    """One case resolved.

    Attributes:
        case: its name; None for a layout read from arrays.
        dims: every dimension, and every integer input.
        arrays: input arrays by flat name, in the order of `solve`.
        returns: how `solve` hands its parts back.
        parts: the output's parts, in order.
        views: every view of every part, in order.
        scalars: the value of every scalar input, in the order of `solve`, with its type (1 is 1.0 for a float).
        sources: for every input array, how it comes about. Empty for a layout read from arrays.
    """

    case: str | None
    dims: Mapping[str, int]
    arrays: Mapping[str, ArrayOf]
    returns: Returns
    parts: tuple[Part, ...]
    views: tuple[View, ...]
    scalars: Mapping[str, Scalar] = field(default_factory=dict)
    sources: Mapping[str, Drawn | Written] = field(default_factory=dict)

    def part(self, name: str) -> Part:
        """Return a part by its name (KeyError if there is none)."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def views_of(self, part: str) -> tuple[View, ...]:
        """Return the views of one part."""
        return tuple(view for view in self.views if view.part == part)

    def with_tolerances(self, taus: Mapping[str, float], floors: Mapping[str, float]) -> "CaseLayout":
        """Return the same layout with a golden's tolerances, keyed `part/view`, in place of the spec's."""
        views = tuple(
            replace(view, tau=taus.get(view.key, view.tau), floor=floors.get(view.key, view.floor))
            for view in self.views
        )
        return replace(self, views=views)
