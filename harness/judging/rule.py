"""The four ways a view is judged. All arithmetic is float64; every difference is taken once.

With u = 2**-24 (half a unit in the last place of float32) and tau, floor from the golden:

    update       |out - gold| <= tau max|gold - before| + 32 u max|before| + 2 u |gold| + floor
    scaled       |out - gold| <= tau max|gold| + floor
    elementwise  |out - gold| <= tau |gold| + floor
    exact        out == gold

Weights are compared by how far they moved, because at a small learning rate the weights of a program that
never learned are closer to right than any tolerance on weights can tell. The 32 u and 2 u terms are what
storing weights in float32 costs a correct program (docs/decisions/compare-the-update.md).
"""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]
U = 2.0**-24
#: Ratios are clipped here: a report shows finite numbers only.
LARGEST = 1e300
MAP_SIDE = 32


@dataclass(frozen=True)
class Ruling:
    """One view of one output against its golden.

    Whether it is accepted is known; the rest is worked out when somebody asks, which for an answer that is right
    and for a hidden case is never.
    """

    accepted: bool
    allowance: "Allowance"
    out: Array

    @cached_property
    def error(self) -> float:
        """The largest ratio."""
        return float(self.ratio.max(initial=0.0))

    @cached_property
    def ratio(self) -> Array:
        """|out - gold| over the rule's scale, per element, in the view's shape (float64)."""
        given = self.allowance
        if given.exact:
            return np.asarray(self.out != given.gold, dtype=np.float64)
        with np.errstate(over="ignore", invalid="ignore"):
            # A scale of zero (nothing moved, all is zero) leaves only the absolute terms to measure by.
            fallback = np.maximum(np.max(given.allowed, initial=0.0) / given.tau, np.finfo(np.float64).tiny)
            return _bounded(given.difference(self.out) / np.where(given.scale > 0, given.scale, fallback))

    @cached_property
    def excess(self) -> Array:
        """The same difference over what the rule allows there, so that 1 is the border (float64)."""
        given = self.allowance
        if given.exact:
            return self.ratio * 2
        with np.errstate(over="ignore", invalid="ignore"):
            difference = given.difference(self.out)
            beyond = _bounded(difference / np.maximum(given.allowed, 1e-300))
            within = difference <= given.border
            return np.where(within, np.minimum(beyond, 1.0), np.maximum(beyond, np.nextafter(1.0, 2.0)))


@dataclass(frozen=True)
class Allowance:
    """What the rule of one view makes of one golden, whatever the answer: worked out once, used for every answer.

    `scale` and `allowed` are float64 and broadcast to `gold`; `border` is `allowed` where that is finite, and -inf,
    which no difference is within, where it is not.
    """

    exact: bool
    tau: float
    gold: Array
    scale: Array
    allowed: Array
    border: Array

    def rule(self, out: Array) -> Ruling:
        """Judge an answer, an array of the golden's shape."""
        if self.exact:
            return Ruling(not (out != self.gold).any(), self, out)
        with np.errstate(over="ignore", invalid="ignore"):
            # Written so that NaN, which is neither above nor below, is accepted nowhere.
            return Ruling(bool((self.difference(out) <= self.border).all()), self, out)

    def difference(self, out: Array) -> Array:
        """Give |out - gold|, overflow included."""
        difference: Array = np.asarray(np.subtract(out, self.gold, dtype=np.float64))
        np.abs(difference, out=difference)
        return difference


def allow(view: "View", gold: Array, before: Array | None) -> Allowance:
    """Work out what a view's rule allows. `before` is needed for `update` alone. Raises ValueError without tau."""
    nothing = np.zeros(())
    if view.judged == "exact":
        return Allowance(True, 0.0, gold, nothing, nothing, nothing)
    if view.tau is None:
        raise ValueError(f"the view {view.key} has no tolerance yet")
    with np.errstate(over="ignore", invalid="ignore"):
        scale, allowed = _scale_and_allowed(view, view.tau, gold, before)
        border = np.where(np.isfinite(allowed), allowed, -np.inf)
    return Allowance(False, view.tau, gold, scale, allowed, border)


def rule(view: "View", out: Array, gold: Array, before: Array | None) -> Ruling:
    """Judge one view. The arrays have the shape of the view; `before` is needed for `update` alone."""
    return allow(view, gold, before).rule(out)


def _scale_and_allowed(view: "View", tau: float, gold: Array, before: Array | None) -> tuple[Array, Array]:
    if view.judged == "update":
        assert before is not None  # noqa: S101 - a spec cannot judge an update without the input it replaces
        moved = np.max(np.abs(gold - before), initial=0.0)
        kept = np.max(np.abs(before), initial=0.0)
        return np.asarray(moved), tau * moved + 32 * U * kept + 2 * U * np.abs(gold) + view.floor
    if view.judged == "scaled":
        largest = np.max(np.abs(gold), initial=0.0)
        return np.asarray(largest), np.asarray(tau * largest + view.floor)
    return np.abs(gold), tau * np.abs(gold) + view.floor


def _bounded(ratio: Array) -> Array:
    return np.nan_to_num(ratio, nan=LARGEST, posinf=LARGEST).clip(max=LARGEST)


def block_maxima(ratio: Array, side: int = MAP_SIDE) -> tuple[tuple[float, ...], ...]:
    """Fold a view's ratios into at most `side` x `side` maxima, rows by the leading axes, columns by the last."""
    if ratio.size == 0:
        return ()
    flat = ratio.reshape(-1, ratio.shape[-1]) if ratio.ndim > 1 else ratio.reshape(1, -1)
    if max(flat.shape) <= side:
        return tuple(map(tuple, flat.tolist()))
    rows = np.linspace(0, flat.shape[0], min(side, flat.shape[0]) + 1).astype(int)[:-1]
    columns = np.linspace(0, flat.shape[1], min(side, flat.shape[1]) + 1).astype(int)[:-1]
    folded = np.maximum.reduceat(np.maximum.reduceat(flat, rows, axis=0), columns, axis=1)
    return tuple(tuple(float(value) for value in row) for row in folded)
