"""How far apart two answers are, in units of what the problem tolerates (the rules of docs/architecture.md).

One function for four uses: float32 noise, agreement with the oracle, drift of a stored golden, and later the margins
of a certificate.
"""

from typing import Any

import numpy as np

from harness.problem.layout import View

Array = np.ndarray[Any, Any]

#: Half the spacing of float32 at 1, the rounding that storing a weight costs.
U32 = 2.0**-24
U64 = 2.0**-53


def allowed(
    view: View,
    gold: Array,
    before: Array | None,
    tau: float,
    *,
    unit: float = U32,
    floor: float | None = None,
) -> Array:
    """The largest difference that the view's rule accepts, element by element: float64 in the view's shape.

    Args:
        view: how it is judged.
        gold: the expected values in the view.
        before: for an update, the values it started from.
        tau: relative tolerance.
        unit: rounding unit of the precision at hand.
        floor: absolute tolerance; the view's own if not given.
    """
    floor = view.floor if floor is None else floor
    size = np.abs(gold, dtype=np.float64)
    if view.judged == "exact" or gold.size == 0:
        return np.zeros(gold.shape)
    if view.judged == "elementwise":
        return tau * size + floor
    if view.judged == "scaled" or before is None:
        return np.full(gold.shape, tau * size.max() + floor)
    moved = np.abs(gold - before).max()
    limit: Array = tau * moved + 32 * unit * np.abs(before).max() + 2 * unit * size + floor
    return limit


def distance(out: Array, gold: Array, limit: Array) -> float:
    """The worst |out - gold| in units of `limit`: 1 is the last that is accepted.

    Infinite where either is not finite or where no difference is allowed and there is one.
    """
    if gold.size == 0:
        return 0.0
    if gold.dtype.kind == "f":
        if not (np.isfinite(out).all() and np.isfinite(gold).all()):
            return float("inf")
        off = np.abs(out - gold)
    else:
        off = (out != gold).astype(np.float64)
    ratio = np.divide(off, limit, out=np.where(off > 0, np.inf, 0.0), where=limit > 0)
    return float(ratio.max())
