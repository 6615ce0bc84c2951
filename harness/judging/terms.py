"""Which term of the answer has another weight: a fit, view by view, of the terms that known mistakes leave out.

A mistake that leaves out one term shows what that term is worth: golden minus mistake. If the answer is the golden
with some terms weighted otherwise, a least-squares fit finds the weights, and the rule then judges the result. So
factors that nobody listed still get a name: a term three times, with its sign flipped, N times. A second form asks
whether the whole deviation is a multiple of one known mistake's: that mistake, to another degree.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.evidence import Evidence
from harness.judging.forms import name_factor, near_to
from harness.judging.known import Known
from harness.judging.pairs import NUMBERS, explains
from harness.judging.rule import rule
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]
#: A weight that was fitted to one view of one case.
Weight = tuple[Evidence, "View", float]
#: Fewest numbers of a view for each weight that is fitted to them.
NUMBERS_PER_WEIGHT = 3
#: A weight this close to 1 is right.
RIGHT = 1e-2


def one_weight(known: Known) -> Diagnosis | None:
    """Say which terms share one wrong weight while everything else is right: simpler than two mistakes at once."""
    return _said(known, only_one=True)


def term_weights(known: Known) -> Diagnosis | None:
    """Say which terms of the answer are missing, flipped, too large or too small."""
    return _said(known, only_one=False)


def _said(known: Known, *, only_one: bool) -> Diagnosis | None:
    near = known.near
    groups = _wrong_weights(known)
    if not groups or (only_one and len(groups) > 1):
        return None
    said = [f"{_and(terms)} {'is' if len(terms) == 1 else 'are'} {words}" for words, terms in groups]
    only = near.failing[0] if len(near.failing) == 1 else None
    message = f"All is right but the weight of {'a term' if only_one else 'its terms'}: {_and(said)}."
    return Diagnosis(code="terms", message=message, view=only)


def _wrong_weights(known: Known) -> list[tuple[str, list[str]]]:
    """Fit the weights and give the wrong ones in words, with the terms that share each; empty where none fit."""
    near = known.near
    terms = {name: term for name in near.far if (term := _term(known, name)) is not None}
    weights: dict[str, list[Weight]] = {name: [] for name in terms}
    for case in near.cases:
        for view in case.layout.views:
            if view.key not in near.failing:
                continue
            fitted = _fit(case, view, list(terms))
            if fitted is None:
                return []
            for name, value in fitted.items():
                weights[name].append((case, view, value))
    groups: dict[tuple[str, float], list[str]] = {}
    for name, rows in weights.items():
        if all(abs(value - 1) <= RIGHT for _case, _view, value in rows):
            continue
        words = _weight_words(rows)
        if words is None:
            return []
        groups.setdefault((words, round(rows[0][2], 2)), []).append(terms[name])
    return [(words, names) for (words, _value), names in groups.items()]


def _and(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def to_another_degree(known: Known) -> Diagnosis | None:
    """Name the known mistake of whose deviation the answer's is a multiple."""
    near = known.near
    mistakes, answer, rows = near.deviations
    if near.exact or answer.size < NUMBERS:
        return None
    with np.errstate(all="ignore"):
        power = np.einsum("mn,mn->m", rows, rows)
        by = (rows @ answer) / power
        # What is left of the answer once the multiple is taken away, as a cheap sieve before the rule.
        left = float(answer @ answer) - by * (rows @ answer)
    fitting = [
        (float(abs(np.log(abs(by[at])))), at)
        for at in np.flatnonzero((power > 0) & (by != 0))
        if left[at] <= 2.0 * answer.size + 1e-9 * float(answer @ answer)
        and explains(near, _multiple(near.cases, mistakes[at], float(by[at])))
    ]
    if not fitting:
        return None
    _distance, at = min(fitting)
    how = "but the other way round" if by[at] < 0 else "but to another degree"
    view = near.failing[0] if len(near.failing) == 1 else None
    return Diagnosis(
        code="degree", message=f"This looks like {known.looks_like(mistakes[at])}, {how}.", view=view
    )


def _term(known: Known, name: str) -> str | None:
    mistake = known.mistakes.get(name)
    return mistake.leaves_out if mistake else None


def _fit(case: Evidence, view: "View", names: Sequence[str]) -> dict[str, float] | None:
    """Fit the weight of each term that shows in a view; None where no weights explain it."""
    got, gold, _start = case.pieces(view)
    terms = {name: gold - case.mistakes[name][view.part][view.index] for name in names}
    terms = {name: term for name, term in terms.items() if _shows(case, view, term)}
    if not terms or view.judged == "exact" or gold.size < NUMBERS_PER_WEIGHT * len(terms):
        return None
    columns = np.stack([term.ravel() for term in terms.values()], axis=1)
    found, _residual, rank, _singular = np.linalg.lstsq(columns, (got - gold).ravel(), rcond=1e-6)
    if rank < len(terms) or not np.isfinite(found).all():
        return None
    if not case.fits(view, gold + (columns @ found).reshape(gold.shape)):
        return None
    return {name: 1.0 + float(more) for name, more in zip(terms, found, strict=True)}


def _shows(case: Evidence, view: "View", term: Array) -> bool:
    """Tell whether an answer without a term is out of tolerance."""
    _got, gold, _start = case.pieces(view)
    return not rule(view, gold - term, gold, case.before(view)).accepted


def _weight_words(rows: Sequence[Weight]) -> str | None:
    """Put the weights that a term has over the cases into words; None when they have nothing in common."""
    values = [value for _case, _view, value in rows]
    if all(abs(value) <= RIGHT for value in values):
        return "missing"
    if all(near_to(value, -1) for value in values):
        return "there with the sign flipped"
    named = name_factor(rows)
    if named is None:
        return None
    words, number = named
    if not number or any(case.numbers_allowed for case, _view, _value in rows):
        return f"counted {words} times"
    if values[0] < 0:
        return "there with the sign flipped and another size"
    return "too large" if values[0] > 1 else "too small"


def _multiple(cases: Sequence[Evidence], mistake: str, by: float) -> dict[str, dict[str, Array]]:
    return {
        case.name: {
            part: gold + by * (case.mistakes[mistake][part] - gold) for part, gold in case.gold.items()
        }
        for case in cases
    }
