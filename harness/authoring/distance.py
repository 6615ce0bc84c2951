"""How far an answer is from the truth, without a tolerance: the smallest tau at which the judge would accept it.

Every rule of `harness/judging/rule.py` has one form, |out - gold| <= tau * scale + slack, element by element, where
slack holds the rule's absolute terms. So

    distance(out) = max over the elements of (|out - gold| - slack) / scale,  at least 0

and an answer is accepted exactly where its distance is at most tau. Right answers and wrong ones are measured by the
same number, and tau lies between them. An `exact` view knows only 0 and infinity.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from harness.judging.rule import U
from harness.problem.layout import View

Array = np.ndarray[Any, Any]
#: An answer taken apart: float64, int64 or bool arrays by part.
Answer = Mapping[str, Array]


@dataclass(frozen=True)
class Ruler:
    """One view of one case, to measure answers by.

    Attributes:
        view: the view; its tau is not used.
        gold: what is expected, in the view's shape.
        scale: the rule's scale, of the view's shape or of shape () where it is one number.
        slack: the rule's absolute terms without the floor, likewise.
    """

    view: View
    gold: Array
    scale: Array
    slack: Array

    def beyond(self, out: Array, floor: float = 0.0) -> Array:
        """|out - gold| less slack and floor, at least 0, in the view's shape; infinite where it is no number."""
        if self.view.judged == "exact":
            return np.where(out != self.gold, np.inf, 0.0)
        with np.errstate(over="ignore", invalid="ignore"):
            off = np.abs(out - self.gold) - self.slack - floor
        return np.maximum(np.where(np.isfinite(off), off, np.inf), 0.0)

    def relative(self, beyond: Array) -> Array:
        """What `beyond` gave in units of the scale; infinite where the scale is zero and something is beyond."""
        if self.view.judged == "exact":
            return beyond
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            return np.where(beyond > 0, beyond / self.scale, 0.0)

    def distance(self, answer: Answer, floor: float = 0.0) -> float:
        """The smallest tau that accepts an answer in this view."""
        out = answer[self.view.part][self.view.index]
        return float(self.relative(self.beyond(out, floor)).max(initial=0.0))


def ruler(view: View, expected: Answer, before: Array | None) -> Ruler:
    """The ruler of one view.

    Args:
        view: the view.
        expected: the truth by part.
        before: for an update, what the view started from, float64.
    """
    gold = expected[view.part][view.index]
    if view.judged == "exact":
        return Ruler(view, gold, np.zeros(()), np.zeros(()))
    size = np.abs(gold)
    if view.judged == "elementwise":
        return Ruler(view, gold, size, np.zeros(()))
    if before is None:
        return Ruler(view, gold, np.asarray(size.max(initial=0.0)), np.zeros(()))
    moved = np.asarray(np.abs(gold - before).max(initial=0.0))
    return Ruler(view, gold, moved, 32 * U * np.abs(before).max(initial=0.0) + 2 * U * size)


def distances(
    rulers: Iterable[Ruler], answer: Answer | None, floors: Mapping[str, float]
) -> dict[str, float]:
    """The distance of an answer in every view; infinite everywhere for one that cannot be compared (None)."""
    return {
        one.view.key: float("inf")
        if answer is None
        else one.distance(answer, floors.get(one.view.key, one.view.floor))
        for one in rulers
    }
