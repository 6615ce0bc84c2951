"""Naming a wrong answer after a known mistake: one, several that cannot be told apart, or two at once.

A mistake is named when the answer is what it would have answered, within tolerance, in every view of every
diagnose case that came back. Where several fit equally well all of them are said, and none is claimed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from harness.judging import confidence
from harness.judging.nearness import FAR, Nearness
from harness.judging.verdict import Diagnosis

if TYPE_CHECKING:
    from harness.problem.mistakes import Mistake

#: Gives the words of the known mistakes by id; called when they are needed.
Words = Callable[[], Mapping[str, "Mistake"]]
#: Explanations beyond these are not listed one by one.
LISTED = 3
#: The confidence from which a mistake is named that the answer is not within tolerance of.
LIKELY = 0.5
_NOT_TOLD = ": what was judged here does not tell them apart"


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
    named = equally_near(known.near)
    if not named:
        return None
    words = [known.looks_like(mistake) for mistake in named[:LISTED]]
    rest = len(named) - len(words)
    more = f", or like {'one of ' if rest > 1 else ''}{rest} other{'s' if rest > 1 else ''}" if rest else ""
    text = f"This looks like {', or like '.join(words)}{more}"
    return _named(f"{text}{_NOT_TOLD if len(named) > 1 else ''}.", known, named)


def near_miss(known: Known) -> Diagnosis | None:
    """Name the mistake that an answer is close to though out of tolerance of it, if little else is close."""
    named = equally_near(known.near, reach=FAR)
    if not 1 <= len(named) <= LISTED or _share(known.near, len(named)) < LIKELY:
        return None
    words = ", or to ".join(known.looks_like(mistake) for mistake in named)
    text = (
        f"This is close to {words}, though not within tolerance of {'it' if len(named) == 1 else 'either'}: "
        "the same in a less precise calculation would look so."
    )
    return _named(text, known, named)


def equally_near(near: Nearness, reach: float = 1.0) -> list[str]:
    """The mistakes within reach (in tolerances) that explain the answer as well as the nearest does, that one first."""
    fitting = [(far, mistake) for far, mistake in near.ranked if far <= reach]
    least = confidence.BESIDE * max((confidence.weight(far) for far, _mistake in fitting), default=0.0)
    return [mistake for far, mistake in fitting if confidence.weight(far) >= least]


def _named(text: str, known: Known, named: Sequence[str]) -> Diagnosis:
    near = known.near
    return Diagnosis(
        code="mistake",
        message=with_hint(text, known, named),
        mistake=named[0] if len(named) == 1 else None,
        view=near.failing[0] if len(near.failing) == 1 else None,
        confidence=_share(near, len(named)),
    )


def _share(near: Nearness, named: int) -> float:
    """The confidence that it is one of the nearest so many."""
    far = [distance for distance, _mistake in near.ranked]
    return confidence.of_mistakes(far[:named], [*far[named:], near.off])


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
