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
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]
U = 2.0**-24
#: Ratios are clipped here: a report shows finite numbers only.
LARGEST = 1e300
MAP_SIDE = 32


@dataclass(frozen=True, slots=True)
class Ruling:
    """One view of one output against its golden.

    `ratio` is |out - gold| over the rule's scale, per element, in the view's shape; `excess` is the same
    difference over what the rule allows there, so that 1 is the border.
    """

    accepted: bool
    error: float
    ratio: Array
    excess: Array


def rule(view: "View", out: Array, gold: Array, before: Array | None) -> Ruling:
    """Judge one view. The arrays have the shape of the view; `before` is needed for `update` alone."""
    if view.judged == "exact":
        different = (out != gold).astype(np.float64)
        return Ruling(not different.any(), float(different.max(initial=0.0)), different, different * 2)
    if view.tau is None:
        raise ValueError(f"the view {view.key} has no tolerance yet")
    with np.errstate(over="ignore", invalid="ignore"):
        difference = np.abs(out - gold)
        scale, allowed = _allowance(view, gold, before)
        # A scale of zero (nothing moved, all is zero) leaves only the absolute terms to measure by.
        fallback = np.maximum(np.max(allowed, initial=0.0) / view.tau, np.finfo(np.float64).tiny)
        ratio = _bounded(difference / np.where(scale > 0, scale, fallback))
        # Written so that NaN, which is neither above nor below, and an infinite allowance accept nothing.
        within = (difference <= allowed) & np.isfinite(allowed)
        beyond = _bounded(difference / np.maximum(allowed, 1e-300))
        excess = np.where(within, np.minimum(beyond, 1.0), np.maximum(beyond, np.nextafter(1.0, 2.0)))
    return Ruling(bool(within.all()), float(ratio.max(initial=0.0)), ratio, excess)


def _allowance(view: "View", gold: Array, before: Array | None) -> tuple[Array, Array]:
    """Give the rule's scale and what it allows, each broadcast to the view."""
    assert view.tau is not None  # noqa: S101 - checked by the caller
    if view.judged == "update":
        assert before is not None  # noqa: S101 - a spec cannot judge an update without the input it replaces
        moved = np.max(np.abs(gold - before), initial=0.0)
        kept = np.max(np.abs(before), initial=0.0)
        allowed = view.tau * moved + 32 * U * kept + 2 * U * np.abs(gold) + view.floor
        return np.full_like(gold, moved), allowed
    if view.judged == "scaled":
        largest = np.max(np.abs(gold), initial=0.0)
        return np.full_like(gold, largest), np.full_like(gold, view.tau * largest + view.floor)
    return np.abs(gold), view.tau * np.abs(gold) + view.floor


def _bounded(ratio: Array) -> Array:
    return np.nan_to_num(ratio, nan=LARGEST, posinf=LARGEST).clip(max=LARGEST)


def block_maxima(ratio: Array, side: int = MAP_SIDE) -> tuple[tuple[float, ...], ...]:
    """Fold a view's ratios into at most `side` x `side` maxima, rows by the leading axes, columns by the last."""
    if ratio.size == 0:
        return ()
    flat = ratio.reshape(-1, ratio.shape[-1]) if ratio.ndim > 1 else ratio.reshape(1, -1)
    rows = np.linspace(0, flat.shape[0], min(side, flat.shape[0]) + 1).astype(int)[:-1]
    columns = np.linspace(0, flat.shape[1], min(side, flat.shape[1]) + 1).astype(int)[:-1]
    folded = np.maximum.reduceat(np.maximum.reduceat(flat, rows, axis=0), columns, axis=1)
    return tuple(tuple(float(value) for value in row) for row in folded)
