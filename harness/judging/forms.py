"""Generic forms of a wrong answer: what it looks like, whatever the problem is about.

Each form proposes, for the views that are wrong, an array that would explain them; it holds when every wrong
view of every case is within that view's own tolerance of the proposal. One case that disagrees is enough to
drop it: a diagnosis is said about all that was seen, or not at all. Forms speak of outputs, not of thoughts.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.evidence import Evidence, is_one, label, listed
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.layout import View

Array = np.ndarray[Any, Any]


def unchanged(cases: Sequence[Evidence]) -> Diagnosis | None:
    """The weights came back as they went in."""
    if not _all_update(cases) or not _explains(cases, lambda case, view: case.pieces(view)[2]):
        return None
    return _said("unchanged", cases, "{views} {came} back unchanged: no update reached {them}.")


def zeros(cases: Sequence[Evidence]) -> Diagnosis | None:
    """Nothing but zeros."""
    if not _explains(cases, lambda case, view: np.zeros_like(case.pieces(view)[1])):
        return None
    return _said("zeros", cases, "{views} {is_} all zeros.")


def sign_flipped(cases: Sequence[Evidence]) -> Diagnosis | None:
    """The right size, the wrong direction."""
    if not _explains(cases, lambda case, view: _rescaled(case, view, -1.0)):
        return None
    if _all_update(cases):
        return _said(
            "sign-flipped",
            cases,
            "{views} {moves} by the right amount in the wrong direction: a sign is flipped.",
        )
    return _said("sign-flipped", cases, "{views} {has} the right size and the wrong sign.")


def gradient_returned(cases: Sequence[Evidence]) -> Diagnosis | None:
    """The gradient, or the step, came back in place of the updated weights."""
    if not _all_update(cases):
        return None
    for code, words, factor in (
        ("gradient-returned", "the gradient", _minus_one_over_rate),
        ("update-returned", "the step alone", lambda _case: 1.0),
        ("update-returned", "the step with its sign flipped", lambda _case: -1.0),
    ):

        def candidate(
            case: Evidence, view: "View", factor: Callable[[Evidence], float | None] = factor
        ) -> Array:
            _got, gold, start = case.pieces(view)
            by = factor(case)
            return np.full_like(gold, np.inf) if by is None else by * (gold - start)

        if _explains(cases, candidate):
            return _said(
                code, cases, "{views} {holds} " + words + ", where the updated weights are asked for."
            )
    return None


def transposed(cases: Sequence[Evidence]) -> Diagnosis | None:
    """A matrix laid out column by column where rows are asked for."""

    def candidate(case: Evidence, view: "View") -> Array:
        gold = np.asarray(case.gold[view.part], dtype=np.float64)
        if gold.ndim != 2 or min(gold.shape) < 2:
            return np.full_like(gold[view.index], np.inf)
        return gold.T.reshape(gold.shape)[view.index]

    if not _explains(cases, candidate):
        return None
    return _said(
        "transposed", cases, "{views} {has} the right numbers in transposed order: column after column."
    )


def halves_swapped(cases: Sequence[Evidence]) -> Diagnosis | None:
    """The two halves along the last axis changed places."""

    def candidate(case: Evidence, view: "View") -> Array:
        gold = np.asarray(case.gold[view.part], dtype=np.float64)
        if gold.ndim == 0 or gold.shape[-1] % 2 or gold.shape[-1] == 0:
            return np.full_like(gold[view.index], np.inf)
        return np.roll(gold, gold.shape[-1] // 2, axis=-1)[view.index]

    def swapped_update(case: Evidence, view: "View") -> Array:
        whole = np.asarray(case.inputs[view.of], dtype=np.float64) if view.of is not None else None
        gold = np.asarray(case.gold[view.part], dtype=np.float64)
        if whole is None or gold.ndim == 0 or gold.shape[-1] % 2 or gold.shape[-1] == 0:
            return np.full_like(gold[view.index], np.inf)
        return (whole + np.roll(gold - whole, gold.shape[-1] // 2, axis=-1))[view.index]

    if _explains(cases, candidate) or _explains(cases, swapped_update):
        return _said(
            "halves-swapped",
            cases,
            "{views} {has} the right numbers with the two halves of the columns swapped.",
        )
    return None


def scaled(cases: Sequence[Evidence]) -> Diagnosis | None:
    """Right up to one factor per view, the same in every case or a size of the problem."""
    factors: dict[str, list[tuple[Evidence, View, float]]] = {}
    for case, view in _wrong(cases):
        fitted = _factor(case, view)
        if fitted is None:
            return None
        factors.setdefault(view.key, []).append((case, view, fitted))
    named = {key: name_factor(rows) for key, rows in factors.items()}
    if not named or any(name is None for name in named.values()):
        return None
    # Numbers read off hidden cases stay unsaid.
    spoken = {
        key: _spoken(named[key], any(case.numbers_allowed for case, _view, _by in rows))
        for key, rows in factors.items()
    }
    words = set(spoken.values())
    what = "{moves}" if _all_update(cases) else "{is_}"
    if len(words) == 1:
        return _said("scaled", cases, f"{{views}} {what} right up to a factor: off by {words.pop()}.")
    each = "; ".join(f"{label(rows[0][1])}: {spoken[key]}" for key, rows in factors.items())
    return _said("scaled", cases, f"{{views}} {what} right up to a factor each ({each}).")


FORMS: tuple[Callable[[Sequence[Evidence]], Diagnosis | None], ...] = (
    unchanged,
    zeros,
    gradient_returned,
    sign_flipped,
    transposed,
    halves_swapped,
    scaled,
)


def _wrong(cases: Sequence[Evidence]) -> Iterator[tuple[Evidence, "View"]]:
    for case in cases:
        for view in case.failing:
            yield case, view


def _explains(cases: Sequence[Evidence], candidate: Callable[[Evidence, "View"], Array]) -> bool:
    """Tell whether a proposal explains every wrong view, and at least one."""
    found = False
    for case, view in _wrong(cases):
        proposal = candidate(case, view)
        if not np.isfinite(proposal).all() or not case.fits(view, proposal):
            return False
        found = True
    return found


def _all_update(cases: Sequence[Evidence]) -> bool:
    return all(view.judged == "update" for _case, view in _wrong(cases))


def _rescaled(case: Evidence, view: "View", by: float) -> Array:
    _got, gold, start = case.pieces(view)
    return start + by * (gold - start)


def _minus_one_over_rate(case: Evidence) -> float | None:
    rate = case.inputs.get("lr")
    return -1.0 / float(rate) if rate else None


def _factor(case: Evidence, view: "View") -> float | None:
    """Fit got - start = c (gold - start); None when no factor explains it."""
    if view.judged == "exact":
        return None
    got, gold, start = case.pieces(view)
    truth = gold - start
    weight = float((truth * truth).sum())
    if weight == 0.0:
        return None
    by = float(((got - start) * truth).sum()) / weight
    # Nothing at all is no multiple of the truth worth naming.
    if not np.isfinite(by) or by == 0.0 or not case.fits(view, start + by * truth):
        return None
    return by


def name_factor(rows: Sequence[tuple[Evidence, "View", float]]) -> tuple[str, bool] | None:
    """Put a factor, as fitted to each view of each case, in words.

    Returns:
        The words and whether they give a number away; None when the cases disagree.
    """
    for power, words in ((1, "{}"), (-1, "1/{}")):
        for name in _sizes(rows[0][0]):
            sizes = [_sizes(case).get(name, 0) for case, _view, _by in rows]
            # A size that never varies explains no more than the number it is.
            if len(set(sizes)) > 1 and all(
                size > 0 and near_to(by, size**power) for size, (_c, _v, by) in zip(sizes, rows, strict=True)
            ):
                return words.format(name), False
    first = rows[0][2]
    if not all(near_to(by, first) for _case, _view, by in rows):
        return None
    for value, words in (
        (2.0, "2"),
        (0.5, "1/2"),
        (-1.0, "-1"),
        (-2.0, "-2"),
        (-0.5, "-1/2"),
        (4.0, "4"),
        (0.25, "1/4"),
    ):
        if near_to(first, value):
            return words, True
    # Any single number is some factor times another: that says nothing unless a second number agrees.
    if sum(int(np.count_nonzero(case.gold[view.part][view.index])) for case, view, _by in rows) < 2:
        return None
    return f"{first:.4g}", True


def _sizes(case: Evidence) -> dict[str, float]:
    """Give what a factor may be named after: the dimensions, and the numbers that `solve` is given."""
    numbers = {name: float(value) for name, value in case.inputs.items() if type(value) is float}
    return {name: float(size) for name, size in case.layout.dims.items() if name not in case.inputs} | numbers


def _spoken(name: tuple[str, bool] | None, open_: bool) -> str:
    words, number = name or ("a factor", False)
    return words if open_ or not number else "a constant factor"


def near_to(value: float, wanted: float) -> bool:
    """Tell whether a fitted factor is a wanted one, within what noise does to it."""
    return abs(value - wanted) <= 2e-3 * abs(wanted)


def _said(code: str, cases: Sequence[Evidence], sentence: str) -> Diagnosis:
    by_key = {view.key: view for _case, view in _wrong(cases)}
    layout = cases[0].layout
    one = is_one(by_key.values(), layout)
    names = listed(by_key.values(), layout)
    text = sentence.format(
        views=names[:1].upper() + names[1:] if names.startswith("the ") else names,
        came="came",
        them="it" if one else "them",
        is_="is" if one else "are",
        has="has" if one else "have",
        moves="moves" if one else "move",
        holds="holds" if one else "hold",
    )
    only = next(iter(by_key)) if len(by_key) == 1 else None
    return Diagnosis(code=code, message=text, view=only)
