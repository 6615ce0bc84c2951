"""How far an answer is from what every known mistake would have answered.

A golden stores what each mistake answers in the cases marked `diagnose`. Distances are in tolerances: 1 is where
the view's own rule, with the mistake's answer in place of the golden's, begins to reject.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.evidence import Evidence
from harness.judging.rule import U, rule

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]
#: Beyond this many tolerances nothing is nearest any more, and the rest of a mistake is not looked at.
FAR = 100.0


@dataclass(frozen=True)
class Nearness:
    """The distances of one submission.

    Attributes:
        cases: the diagnose cases that gave an answer.
        failing: keys of the views that are wrong in any of them, in the order of the spec.
        keys: keys of all their views, in the order of the spec.
        far: for each mistake and view, the largest distance over the cases; infinite from `FAR` on.
    """

    cases: tuple[Evidence, ...]
    failing: tuple[str, ...]
    keys: tuple[str, ...]
    far: Mapping[str, Mapping[str, float]]

    def whole(self, mistake: str) -> float:
        """The distance over all views."""
        return max(self.far[mistake].values())

    def ranked(self) -> list[tuple[float, str]]:
        """Distance and id of every mistake, the nearest first, equals in the order of the course's file."""
        return sorted(((self.whole(mistake), mistake) for mistake in self.far), key=lambda pair: pair[0])

    def like(self, mistake: str, key: str) -> bool:
        """Tell whether a view is, within tolerance and in every case, as the mistake would have it."""
        return self.far[mistake][key] <= 1

    def touches(self, mistake: str, key: str) -> bool:
        """Tell whether a mistake shows in a view at all: whether it is out of tolerance there in any case."""
        return any(
            distance(case, view, case.gold[view.part][view.index], case.mistakes[mistake][view.part]) > 1
            for case in self.cases
            for view in case.layout.views
            if view.key == key
        )


def measure(evidence: Sequence[Evidence]) -> Nearness | None:
    """Measure an answer against the stored mistakes; None when no diagnose case came out wrong.

    A mistake counts if every diagnose case that gave an answer stores it.
    """
    cases = tuple(case for case in evidence if case.mistakes)
    wrong = {view.key for case in cases for view in case.failing}
    if not wrong:
        return None
    keys = tuple(dict.fromkeys(view.key for case in cases for view in case.layout.views))
    known = [mistake for mistake in cases[0].mistakes if all(mistake in case.mistakes for case in cases)]
    far = {mistake: _distances(cases, mistake, keys) for mistake in known}
    return Nearness(cases, tuple(key for key in keys if key in wrong), keys, far)


def _distances(cases: Sequence[Evidence], mistake: str, keys: Sequence[str]) -> dict[str, float]:
    found = dict.fromkeys(keys, 0.0)
    for case in cases:
        for view, _ruling in case.rulings:
            if found[view.key] <= FAR:
                got = case.got[view.part][view.index]
                far = distance(case, view, got, case.mistakes[mistake][view.part])
                found[view.key] = max(found[view.key], far)
    return {key: far if far <= FAR else float("inf") for key, far in found.items()}


def distance(case: Evidence, view: "View", got: Array, part: Array) -> float:
    """The distance of `got` (in the view's shape) from a part as it is stored, in tolerances.

    Stored values are float32 of a float64 answer: half a unit in the last place of each is forgiven.
    """
    wanted = np.asarray(part[view.index])
    if view.judged == "exact":
        return float("inf") if (got != wanted).any() else 0.0
    wanted = wanted.astype(np.float64)
    apart = got - wanted
    apart = np.sign(apart) * np.maximum(np.abs(apart) - U * np.abs(wanted), 0.0)
    if not np.isfinite(apart).all():
        return float("inf")
    return float(rule(view, wanted + apart, wanted, case.before(view)).excess.max(initial=0.0))
