"""Two known mistakes at once: one in some views and one in others, or both added up.

By view: every wrong view is as one of the two would have it. Added up: the answer is off by what the one is off
plus what the other is off, as it is when the two sit in different terms of a sum. Both are checked against every
number of every diagnose case, with nothing left to fit.
"""

from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging import confidence
from harness.judging.evidence import Evidence, label
from harness.judging.known import Known
from harness.judging.nearness import Nearness
from harness.judging.rule import rule
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]
#: With more explanations than this, none is worth saying.
SAID = 2
#: The cosine from which two deviations count as multiples of one another.
PARALLEL = 0.9999


def by_view(known: Known) -> Diagnosis | None:
    """Name two mistakes that share the wrong views between them, or one that shows in some views only."""
    near = known.near
    covers = {
        mistake: [key for key in near.failing if near.like(mistake, key) and near.touches(mistake, key)]
        for mistake in near.far
    }
    found: list[tuple[int, dict[str, list[str]]]] = []
    reach = {mistake: keys for mistake, keys in covers.items() if keys}
    stray = {
        mistake: sum(near.touches(mistake, key) for key in near.keys) - len(keys)
        for mistake, keys in reach.items()
    }
    for one, other in combinations(reach, 2):
        if set(reach[one]) | set(reach[other]) == set(near.failing):
            found.append((stray[one] + stray[other], {one: reach[one], other: reach[other]}))
    # The fewer views a mistake would have spoiled and did not, the better it explains.
    least = min((waste for waste, _views in found), default=0)
    if least:
        return None
    best = [views for waste, views in found if waste == least]
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


def deviations(near: Nearness, mistakes: list[str]) -> tuple[Array, Array]:
    """How far the answer, and each of some mistakes, is from the golden: (numbers,) and (mistakes, numbers).

    Both in units of the golden's own tolerance, over all views of all cases in one row.
    """
    rows: list[list[Array]] = [[] for _ in mistakes]
    answer: list[Array] = []
    for case, view in _float_views(near):
        gold, unit = case.gold[view.part][view.index], scale(case, view)
        answer.append(((case.got[view.part][view.index] - gold) / unit).ravel())
        for row, mistake in zip(rows, mistakes, strict=True):
            row.append(((case.mistakes[mistake][view.part][view.index] - gold) / unit).ravel())
    return np.concatenate(answer), np.array([np.concatenate(row) for row in rows])


def scale(case: Evidence, view: "View") -> float:
    """The largest difference that the rule lets pass in a view: its tolerance, as one number."""
    gold = np.asarray(case.gold[view.part][view.index], dtype=np.float64)
    ones = rule(view, gold + 1.0, gold, case.before(view)).excess
    return 1.0 / max(float(ones.min(initial=1e300)), 1e-300)


def explains(near: Nearness, parts: "dict[str, dict[str, Array]]") -> bool:
    """Tell whether every view of every case is, within tolerance, as `parts` (by case) says."""
    return all(
        np.isfinite(parts[case.name][view.part]).all()
        and case.fits(view, parts[case.name][view.part][view.index])
        for case in near.cases
        for view in case.layout.views
    )


def _sums(near: Nearness) -> Iterator[tuple[str, str]]:
    mistakes = list(near.far)
    if any(view.judged == "exact" for case in near.cases for view in case.layout.views):
        return
    answer, rows = deviations(near, mistakes)
    good: Array = np.asarray(np.isfinite(rows).all(axis=1))
    rows = np.where(good[:, None], rows, 0.0)
    # |r - a - b|^2 for all pairs at once, from inner products; what survives is then judged by the rule itself.
    inner = rows @ rows.T
    single = np.diagonal(inner) - 2 * (rows @ answer)
    square = float(answer @ answer) + single[:, None] + single[None, :] + 2 * inner
    # Two multiples of one deviation add up to a third: that is no pair but another degree of either.
    length = np.sqrt(np.maximum(np.diagonal(inner), 1e-300))
    parallel = np.abs(inner) > PARALLEL * length[:, None] * length[None, :]
    limit = 2.0 * answer.size + 1e-9 * float(np.abs(inner).max(initial=0.0))
    for one, other in zip(*np.nonzero(np.triu((square <= limit) & ~parallel, 1)), strict=True):
        if not (good[one] and good[other]):
            continue
        parts = {
            case.name: {
                part: case.mistakes[mistakes[one]][part] + case.mistakes[mistakes[other]][part] - gold
                for part, gold in case.gold.items()
            }
            for case in near.cases
        }
        if explains(near, parts):
            yield mistakes[one], mistakes[other]


def _float_views(near: Nearness) -> Iterator[tuple[Evidence, "View"]]:
    for case in near.cases:
        for view in case.layout.views:
            if view.judged != "exact":
                yield case, view


def _said(text: str, explanations: int) -> Diagnosis:
    return Diagnosis(code="two-mistakes", message=text, confidence=confidence.of_pair(explanations))
