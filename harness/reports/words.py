"""The words, shapes and numbers that every format for people shares.

A verdict is always a word and a shape, and colour only repeats them: a report must read the same in
black and white, and to someone who does not see red and green apart.
"""

from dataclasses import dataclass
from typing import Final, Literal

from harness.judging.verdict import MEANING, CaseResult, Diagnosis, Status, Verdict, ViewResult
from harness.reports.clean import clean_line

Tone = Literal["good", "bad", "limit", "quiet"]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a status looks: its word, a shape (and one for terminals that know only ASCII), a tone for colour."""

    word: str
    shape: str
    plain: str
    tone: Tone


MARKS: Final[dict[Status | None, Mark]] = {
    "AC": Mark(MEANING["AC"], "✔", "+", "good"),
    "WA": Mark(MEANING["WA"], "✘", "x", "bad"),
    "RV": Mark(MEANING["RV"], "■", "#", "bad"),
    "TLE": Mark(MEANING["TLE"], "◷", "T", "limit"),
    "MLE": Mark(MEANING["MLE"], "▲", "M", "limit"),
    "OLE": Mark(MEANING["OLE"], "▲", "O", "limit"),
    "RTE": Mark(MEANING["RTE"], "◆", "!", "limit"),
    "CE": Mark(MEANING["CE"], "◇", "?", "limit"),
    "JE": Mark("no verdict", "○", "o", "quiet"),
    None: Mark("not run", "–", "-", "quiet"),  # noqa: RUF001 - an en dash is the sign for nothing here
}


def percent(score: float | None) -> str:
    """Return a score from 0 to 1 as a percentage, and "no score" for none. 99.96 % is never shown as 100 %."""
    if score is None:
        return "no score"
    if score < 1:
        return f"{min(score * 100, 99.9):.3g} %"
    return "100 %"


def points(value: float) -> str:
    """Return points without a needless decimal."""
    return f"{value:g}"


def number(value: float | str) -> str:
    """Return an element of an output with six digits, or the word for one that is not finite."""
    return value if isinstance(value, str) else f"{value:.6g}"


def small(value: float | None) -> str:
    """Return an error or a tolerance with two digits, or a dash where it is not told."""
    return "–" if value is None else f"{value:.2g}"  # noqa: RUF001 - an en dash is the sign for nothing


def error_words(view: ViewResult) -> str:
    """Return a view's error with two digits, the word for a result that is not finite, or nothing if it is not told."""
    if view.error is not None:
        return small(view.error)
    return view.worst.got if view.worst and isinstance(view.worst.got, str) else ""


def ratio(error: float | None, tolerance: float | None) -> float | None:
    """Return how many tolerances an error is, or None where one of them is unknown or zero."""
    return error / tolerance if error is not None and tolerance else None


def times(value: float | None) -> str:
    """Return a ratio to the tolerance in words: "12 x tolerance"."""
    if value is None:
        return ""
    shown = f"{value:.2g}" if value < 100 else f"{value:,.0f}" if value < 1e6 else f"{value:.1e}"
    return f"{shown} × tolerance"  # noqa: RUF001 - the multiplication sign is meant


def diagnosis_name(diagnosis: Diagnosis | None) -> str | None:
    """Return the short name a diagnosis is counted under: a known mistake's, else its form's."""
    if diagnosis is None:
        return None
    name = diagnosis.mistake or diagnosis.code
    return "no known form" if name == "unknown" else clean_line(name)


#: What a confidence is called, from the highest down: the least value, and the words.
SURE: Final[tuple[tuple[float, str], ...]] = (
    (0.95, "almost certain"),
    (0.8, "very likely"),
    (0.5, "likely"),
    (0.2, "possible"),
    (0.0, "a guess"),
)


def confidence_words(diagnosis: Diagnosis | None) -> str | None:
    """Return how sure a diagnosis is, in words; None where it states what was measured and guesses nothing."""
    if diagnosis is None or diagnosis.confidence is None:
        return None
    return next(words for least, words in SURE if diagnosis.confidence >= least or least == 0)


def view_name(view: ViewResult) -> str:
    """Return what a person calls a view: its part, and the view's own name where there are several."""
    return clean_line(view.part if view.view == "all" else f"{view.part}.{view.view}")


def worst_view(case: CaseResult) -> ViewResult | None:
    """Return the view to talk about: the rejected one that is furthest off, else the one closest to its limit.

    None where there is none, and for an accepted hidden case, which tells nothing about its views.
    """
    if not case.views or (case.hidden and case.status == "AC"):
        return None

    def distance(view: ViewResult) -> tuple[bool, float]:
        # A rejected view without a number is not finite or of another shape: worse than any distance.
        far = ratio(view.error, view.tolerance)
        return (not view.accepted, far if far is not None else float("inf") if not view.accepted else -1.0)

    return max(case.views, key=distance)


def place(index: tuple[int, ...]) -> str:
    """Return an index as it is written after an array: "[3, 0]"; a scalar's is empty."""
    return f"[{', '.join(map(str, index))}]" if index else ""


def first_failure(verdict: Verdict) -> CaseResult | None:
    """Return the case to look at first: a shown one that failed, else a hidden one."""
    failed = [case for case in verdict.cases if case.status not in ("AC", None)]
    return next((case for case in failed if not case.hidden), failed[0] if failed else None)
