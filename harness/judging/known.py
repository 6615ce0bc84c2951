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
#: The confidence from which a mistake is named that the answer is not within tolerance of.
LIKELY = 0.5


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
    sure = _share(known.near, len(named))
    view = _only_view(known.near)
    if len(named) == 1:
        text = with_hint(f"This looks like {known.looks_like(named[0])}.", known, named)
        return Diagnosis(code="mistake", message=text, mistake=named[0], view=view, confidence=sure)
    words = [known.looks_like(mistake) for mistake in named[:LISTED]]
    rest = len(named) - len(words)
    more = f", or like {'one of ' if rest > 1 else ''}{rest} other{'s' if rest > 1 else ''}" if rest else ""
    text = f"This looks like {', or like '.join(words)}{more}: what was judged here does not tell them apart."
    return Diagnosis(code="mistake", message=with_hint(text, known, named), view=view, confidence=sure)


def near_miss(known: Known) -> Diagnosis | None:
    """Name the mistake that an answer is close to though out of tolerance of it, if nothing else is close."""
    ranked = known.near.ranked()
    if not ranked or _share(known.near, 1) < LIKELY:
        return None
    mistake = ranked[0][1]
    text = (
        f"This is close to {known.looks_like(mistake)}, though not within tolerance of it: "
        "the same in a less precise calculation would look so."
    )
    return Diagnosis(
        code="mistake",
        message=with_hint(text, known, [mistake]),
        mistake=mistake,
        view=_only_view(known.near),
        confidence=_share(known.near, 1),
    )


def _share(near: Nearness, named: int) -> float:
    """The confidence that it is one of the nearest so many."""
    far = [distance for distance, _mistake in near.ranked()]
    return confidence.of_mistakes(far[:named], [*far[named:], near.off])


def equally_near(near: Nearness) -> list[str]:
    """The mistakes within tolerance that explain the whole answer as well as the nearest does, that one first."""
    fitting = [(far, mistake) for far, mistake in near.ranked() if far <= 1]
    least = confidence.BESIDE * max((confidence.weight(far) for far, _mistake in fitting), default=0.0)
    return [mistake for far, mistake in fitting if confidence.weight(far) >= least]


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
