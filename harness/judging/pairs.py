"""Two known mistakes at once: one in some views and one in others, or both added up.

By view: every wrong view is as one of the two would have it. Added up: the answer is off by what the one is off
plus what the other is off, as it is when the two sit in different terms of a sum. Both are checked against every
number of every diagnose case, with nothing left to fit.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np

from harness.judging import confidence
from harness.judging.evidence import label
from harness.judging.known import Known
from harness.judging.nearness import Nearness
from harness.judging.verdict import Diagnosis

Array = np.ndarray[Any, Any]
#: With more explanations than this, none is worth saying.
SAID = 2
#: Among many pairs one adds up to a few numbers by accident; fewer numbers than this prove nothing.
NUMBERS = 8
#: The cosine from which two deviations count as multiples of one another.
PARALLEL = 0.9999


def by_view(known: Known) -> Diagnosis | None:
    """Name two mistakes that share the wrong views between them, each of which shows nowhere else."""
    near = known.near
    wrong = set(near.failing)
    whole = {}
    for mistake in near.far:
        keys = [key for key in near.failing if near.like(mistake, key)]
        if keys and keys == [key for key in near.keys if near.touches(mistake, key)]:
            whole[mistake] = keys
    best = [
        {one: whole[one], other: whole[other]}
        for one, other in combinations(whole, 2)
        if {*whole[one], *whole[other]} == wrong
    ]
    if not 1 <= len(best) <= SAID:
        return None
    labels = {view.key: label(view) for case in near.cases for view in case.layout.views}
    told = [
        " and ".join(
            f"like {known.looks_like(mistake)} in {' and '.join(labels[key] for key in keys)}"
            for mistake, keys in views.items()
        )
        for views in best
    ]
    return _said(f"Two mistakes seem to meet: this looks {', or '.join(told)}.", len(best))


def added_up(known: Known) -> Diagnosis | None:
    """Name two mistakes whose deviations add up to the answer's."""
    found = list(_sums(known.near))
    if not 1 <= len(found) <= SAID:
        return None
    told = [f"{known.looks_like(one)}, together with {known.looks_like(other)}" for one, other in found]
    return _said(f"Two mistakes seem to meet: this looks like {'; or like '.join(told)}.", len(found))


def explains(near: Nearness, parts: "dict[str, dict[str, Array]]") -> bool:
    """Tell whether every view of every case is, within tolerance, as `parts` (by case) says."""
    return all(
        np.isfinite(parts[case.name][view.part]).all()
        and case.fits(view, parts[case.name][view.part][view.index])
        for case in near.cases
        for view in case.layout.views
    )


def _sums(near: Nearness) -> Iterator[tuple[str, str]]:
    mistakes, answer, rows = near.deviations
    if near.exact or answer.size < NUMBERS:
        return
    # |r - a - b|^2 for all pairs at once, from inner products; what survives is then judged by the rule itself.
    inner = rows @ rows.T
    single = np.diagonal(inner) - 2 * (rows @ answer)
    square = float(answer @ answer) + single[:, None] + single[None, :] + 2 * inner
    # Two multiples of one deviation add up to a third: that is no pair but another degree of either.
    length = np.sqrt(np.maximum(np.diagonal(inner), 1e-300))
    parallel = np.abs(inner) > PARALLEL * length[:, None] * length[None, :]
    limit = 2.0 * answer.size + 1e-9 * float(np.abs(inner).max(initial=0.0))
    for one, other in zip(*np.nonzero(np.triu((square <= limit) & ~parallel, 1)), strict=True):
        parts = {
            case.name: {
                part: case.mistakes[mistakes[one]][part] + case.mistakes[mistakes[other]][part] - gold
                for part, gold in case.gold.items()
            }
            for case in near.cases
        }
        if explains(near, parts):
            yield mistakes[one], mistakes[other]


def _said(text: str, explanations: int) -> Diagnosis:
    return Diagnosis(code="two-mistakes", message=text, confidence=confidence.of_pair(explanations))
