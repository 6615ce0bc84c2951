"""Naming a wrong answer after a known mistake: one, several that cannot be told apart, or two at once.

A mistake is named when the answer is what it would have answered, within tolerance, in every view of every
diagnose case that came back. Where several fit equally well all of them are said, and none is claimed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from harness.judging import confidence
from harness.judging.nearness import Nearness
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.mistakes import Mistake

#: Gives the words of the known mistakes by id; called when they are needed.
Words = Callable[[], Mapping[str, "Mistake"]]
#: Explanations beyond these are not listed one by one.
LISTED = 3


@dataclass(frozen=True)
class Known:
    """What is known of a problem's mistakes, beside one answer's distances from them."""

    near: Nearness
    words: Words

    @cached_property
    def mistakes(self) -> Mapping[str, "Mistake"]:
        """The words, read once."""
        return self.words()

    def looks_like(self, mistake: str) -> str:
        """The noun phrase of a mistake; its id in words where the course's file no longer has it."""
        known = self.mistakes.get(mistake)
        return known.looks_like if known else f"the known mistake `{mistake}`"

    def hint(self, mistake: str) -> str | None:
        """The hint of a mistake, if it has one."""
        known = self.mistakes.get(mistake)
        return known.hint if known else None


def one_mistake(known: Known) -> Diagnosis | None:
    """Name the mistake that explains the whole answer, or those that do so equally well."""
    ranked = known.near.ranked()
    fitting = [(far, mistake) for far, mistake in ranked if far <= 1]
    if not fitting:
        return None
    best = confidence.weight(fitting[0][0])
    named = [(far, mistake) for far, mistake in fitting if confidence.weight(far) >= confidence.BESIDE * best]
    sure = confidence.of_mistakes(
        [far for far, _mistake in named], [far for far, _mistake in ranked[len(named) :]]
    )
    if len(named) == 1:
        mistake = named[0][1]
        text = f"This looks like {known.looks_like(mistake)}."
        return Diagnosis(
            code="mistake",
            message=with_hint(text, known, [mistake]),
            mistake=mistake,
            view=_only_view(known.near),
            confidence=sure,
        )
    words = [known.looks_like(mistake) for _far, mistake in named[:LISTED]]
    rest = len(named) - len(words)
    more = f", or like {'one of ' if rest > 1 else ''}{rest} other{'s' if rest > 1 else ''}" if rest else ""
    text = f"This looks like {', or like '.join(words)}{more}: what was judged here does not tell them apart."
    message = with_hint(text, known, [mistake for _far, mistake in named])
    return Diagnosis(code="mistake", message=message, view=_only_view(known.near), confidence=sure)


def with_hint(text: str, known: Known, mistakes: Sequence[str]) -> str:
    """Add the hint that all the mistakes share, if they do."""
    hints = {known.hint(mistake) for mistake in mistakes}
    hint = hints.pop()
    return text if hints or not hint else f"{text} {hint}"


def beside_form(form: Diagnosis, known: Known) -> Diagnosis:
    """Add to a generic form which known mistake says the same, if exactly one does."""
    named = one_mistake(known)
    if named is None or named.mistake is None:
        return form
    fields = {
        "message": f"{form.message} {named.message}",
        "mistake": named.mistake,
        "confidence": named.confidence,
    }
    return form.model_copy(update=fields)


def _only_view(near: Nearness) -> str | None:
    return near.failing[0] if len(near.failing) == 1 else None
