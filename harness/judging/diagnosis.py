"""Naming what a wrong answer looks like.

The order is that of certainty: a fault of kind, type or shape; a repeat that differs; the generic forms; one known
mistake of the problem; two of them; a term with another weight; a known mistake to another degree, or nearly; and at
last the first view that is off, with its worst element where that may be shown. What is found by measuring alone (forms,
terms, degrees) is a fact about the output and carries no confidence; naming a mistake is a guess, and does.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from harness.judging import confidence
from harness.judging.evidence import Evidence, is_one, label, listed
from harness.judging.forms import FORMS
from harness.judging.known import Known, Words, beside_form, near_miss, one_mistake
from harness.judging.nearness import measure
from harness.judging.pairs import added_up, by_view
from harness.judging.received import Fault
from harness.judging.terms import one_weight, term_weights, to_another_degree
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.layout import View

#: What is made of the known mistakes, the most certain first.
_BY_MISTAKES: tuple[Callable[[Known], Diagnosis | None], ...] = (
    one_mistake,
    one_weight,
    by_view,
    added_up,
    term_weights,
    to_another_degree,
    near_miss,
)


def diagnose(
    cases: Sequence[Evidence], fault: Fault | None, state: Diagnosis | None, words: Words = dict
) -> Diagnosis | None:
    """Say what the failing cases look like together; None when nothing failed.

    Args:
        cases: every case that gave comparable numbers, in spec order, accepted ones included.
        fault: the first fault of kind, type, shape or finiteness, if any case had one.
        state: what was found when a case was repeated, if it came out differently.
        words: gives the problem's known mistakes by id; called only when there are outputs of theirs to compare.
    """
    if fault is not None:
        return Diagnosis(code=fault.code, message=fault.message, view=fault.part)
    if state is not None:
        return state
    wrong = [case for case in cases if case.failing]
    if not wrong:
        return None
    # A wrong answer may be of any size; what overflows on the way to a form simply does not fit it.
    with np.errstate(all="ignore"):
        near = measure(cases)
        known = Known(near, words) if near is not None else None
        for form in FORMS:
            found = form(wrong)
            if found is not None:
                return beside_form(found, known) if known is not None else found
        if known is None:
            return _first_wrong(wrong)
        step = next((step for case in wrong if (step := _first_step(case)) is not None), None)
        for name in _BY_MISTAKES:
            found = name(known)
            if found is not None:
                return found.model_copy(update={"step": step})
    return _none_of(_first_wrong(wrong), known)


def state_carried(case: str) -> Diagnosis:
    """Say that the same inputs gave two answers."""
    return Diagnosis(
        code="state",
        message=f"The case {case} was right once and wrong when asked again: something is carried from call to call.",
    )


def _first_wrong(wrong: Sequence[Evidence]) -> Diagnosis:
    """Point at the first view that is off, and say which ones are right."""
    case = next((case for case in wrong if case.numbers_allowed), wrong[0])
    keys = dict.fromkeys(view.key for other in wrong for view in other.failing)
    failing = [view for view, _ruling in case.rulings if view.key in keys]
    right = [view for view, _ruling in case.rulings if view.key not in keys]
    first = failing[0]
    one, moves = is_one(failing, case.layout), all(view.judged == "update" for view in failing)
    verb = ("moves" if one else "move") + " differently" if moves else "is off" if one else "are off"
    beside = ""
    if right:
        beside = f"; {listed(right, case.layout)} {'is' if is_one(right, case.layout) else 'are'} right"
    text = f"{_capital(listed(failing, case.layout))} {verb}{beside}."
    if case.numbers_allowed and case.failing:
        view, ruling = next((v, r) for v, r in case.rulings if not r.accepted)
        at = np.unravel_index(int(np.argmax(ruling.excess)), ruling.excess.shape)
        inside = [int(i) + (box.start or 0) for i, box in zip(at, view.index, strict=True)]
        much = _share(view, ruling.error) + (f", worst at {inside}" if inside else "")
        if much:
            text += f" In case {case.name}, {label(view)} is off{much}."
    step = _first_step(case)
    if step is not None:
        text += f" The first wrong step is {step}, counted from 0."
    return Diagnosis(code="unknown", message=text, view=first.key, step=step)


def _none_of(found: Diagnosis, known: Known) -> Diagnosis:
    """Add that no known mistake explains the answer, and how sure that is."""
    far = [distance for distance, _mistake in known.near.ranked]
    fields = {
        "message": f"{found.message} No known mistake explains it by itself.",
        "confidence": confidence.of_none(far),
    }
    return found.model_copy(update=fields)


def _first_step(case: Evidence) -> int | None:
    """Give the first wrong step of the first view that has an axis of time."""
    if not case.numbers_allowed:
        return None
    for view, ruling in case.rulings:
        if view.steps is not None and not ruling.accepted:
            others = tuple(axis for axis in range(ruling.excess.ndim) if axis != view.steps)
            late = np.flatnonzero(ruling.excess.max(axis=others) > 1)
            return int(late[0]) if late.size else None
    return None


def _share(view: "View", error: float) -> str:
    """Put an error in words; nothing where there is no scale to measure by."""
    if view.judged == "exact":
        return ""
    scale = "its largest step" if view.judged == "update" else "its scale"
    if error >= 10:
        return f" by {error:.3g} times {scale}"
    return f" by {100 * error:.3g} % of {scale}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:] if text.startswith("the ") else text
