"""The noise floor: how far right answers are from the truth because they compute in float32.

Two sources, of which the larger counts:

    measured     the reference in float32, and every known good program, on the draws at hand
    estimated    4 (|float32 - float64| + ulp(w) + 4 eps scale) of the reference, less what the rule allows for
                 rounding anyway: formulas that nobody has written down yet

Of 20 equal formulas of the VAE step on 24 cases, none was further off than 2.5 times the bracket where updates
dominate; at small rates, where rounding of the stored weights took over, the rule's own terms cover it
(docs/decisions/noise-and-nearest-mistake.md). With the safety factor of 10 on top, tau is at least 40 times the
bracket.

Where a value is near zero, a thousandth of the view's largest or less, and rounding is more than a thousandth of it
again, no relative tolerance fits. Such elements make the view's absolute floor instead, ten times what was seen there.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from harness.authoring.distance import Answer, Ruler
from harness.authoring.trial import Trial

Array = np.ndarray[Any, Any]
EPS = 2.0**-23
#: What other right formulas are expected to reach, in units of the bracket above.
SPREAD = 4.0
#: No view is taken to be quieter than this: the bracket of an answer that float32 got right to the last bit.
QUIET = 4 * SPREAD * EPS
#: Noise beyond this share of a scale, where the scale is below this share of the largest, is the floor's matter.
RELATIVE = 1e-3
SMALL = 1e-3
SAFETY = 10.0


@dataclass(frozen=True)
class Noise:
    """The noise of one view over all trials, as distances; and its absolute floor.

    Attributes:
        measured: of the reference in float32 and of the known good programs.
        estimated: of formulas that were not tried.
        floor: the absolute tolerance of the view.
        by_case: the noise floor of every case alone.
    """

    measured: float
    estimated: float
    floor: float
    by_case: Mapping[str, float]

    @property
    def size(self) -> float:
        """The noise floor."""
        return max(self.measured, self.estimated)


def find_noise(trials: Sequence[Trial], right: Mapping[int, Sequence[Answer]]) -> dict[str, Noise]:
    """Find noise and floor of every view.

    Args:
        trials: every draw of every case.
        right: for each trial, by its place, what the known good programs answered.

    Returns:
        By `part/view`.
    """
    found: dict[str, list[tuple[Trial, Array, Array]]] = {}
    for at, trial in enumerate(trials):
        for key, one in trial.rulers.items():
            answers = [trial.truth.narrow, *right.get(at, ())]
            found.setdefault(key, []).append((trial, measured(one, answers), estimated(one, trial)))
    return {key: view_noise(key, seen) for key, seen in found.items()}


def measured(one: Ruler, answers: Iterable[Answer]) -> Array:
    """What right answers are beyond the rule's absolute terms, the worst of them element by element."""
    worst = np.zeros(one.gold.shape)
    for answer in answers:
        np.maximum(worst, one.beyond(answer[one.view.part][one.view.index]), out=worst)
    return worst


def estimated(one: Ruler, trial: Trial) -> Array:
    """What other right formulas are expected to be beyond the rule's absolute terms."""
    if one.view.judged == "exact":
        return np.zeros(one.gold.shape)
    off = np.abs(trial.truth.narrow[one.view.part][one.view.index] - one.gold)
    bracket = off + EPS * np.abs(one.gold) + 4 * EPS * one.scale
    return np.asarray(np.maximum(SPREAD * bracket - one.slack, 0.0))


def view_noise(key: str, seen: Sequence[tuple[Trial, Array, Array]]) -> Noise:
    """Put the trials of one view together: first the floor, then what stays beyond it."""
    view = seen[0][0].rulers[key].view
    floor = view.floor or _floor(key, seen)
    worst, expected = 0.0, 0.0
    by_case: dict[str, float] = {}
    for trial, off, estimate in seen:
        one = trial.rulers[key]
        here = float(one.relative(np.maximum(off - floor, 0.0)).max(initial=0.0))
        there = float(one.relative(np.maximum(estimate - floor, 0.0)).max(initial=0.0))
        by_case[trial.case] = max(by_case.get(trial.case, 0.0), here, there)
        worst, expected = max(worst, here), max(expected, there)
    return Noise(worst, expected, floor, by_case)


def _floor(key: str, seen: Sequence[tuple[Trial, Array, Array]]) -> float:
    """The absolute floor of a view: 0 where a relative tolerance fits every element."""
    hard = 0.0
    scales = [float(np.max(trial.rulers[key].scale, initial=0.0)) for trial, _, _ in seen]
    for trial, off, estimate in seen:
        one = trial.rulers[key]
        if one.view.judged == "exact":
            return 0.0
        size = np.maximum(off, estimate)
        beside = (one.scale <= SMALL * max(scales)) & (one.relative(size) > RELATIVE)
        hard = max(hard, float(size[beside].max(initial=0.0)))
    if one.view.judged != "update" and min(scales) == 0.0:
        # Everything is zero there, and float32 may have found it so by luck: what noise would be at the smallest
        # scale that the view has elsewhere.
        smallest = min((scale for scale in scales if scale > 0), default=1.0)
        hard = max(hard, QUIET * smallest)
    return up_to_one_digit(SAFETY * hard)


def up_to_one_digit(value: float) -> float:
    """The next number at or above with one significant digit; 0 stays 0."""
    if value == 0:
        return 0.0
    place = math.floor(math.log10(value))
    digit = math.ceil(value / 10.0**place - 1e-9)
    return float(f"{digit}e{place}")
