"""What would help a suite that cannot be certified: a few changes to its cases, tried before they are told.

For every mistake that is too near, each drawn case is tried with one scale or one rate changed; the change that moves
the mistake furthest from noise is told with what it does. Where nothing helps, that is said, too.
"""

from collections.abc import Iterator
from itertools import islice

from harness.authoring.build import Workshop, one_thread
from harness.authoring.certify import Uncertified
from harness.authoring.noise import SAFETY
from harness.authoring.trial import drawn
from harness.authoring.variation import (
    Variation,
    draw_variation,
    round_number,
    scaled_inputs,
    separations,
)
from harness.problem.layout import CaseLayout

FACTORS = (2.0, 4.0, 0.5)
#: How many mistakes are looked at, and how many changes are tried for all of them.
MISTAKES, TRIES = 3, 60


def advise(workshop: Workshop, refused: Uncertified) -> str:
    """One sentence with up to three changes, or what to do where none was found; "" where the error has a better one.

    Args:
        workshop: the problem and its mistakes.
        refused: why it cannot be certified.
    """
    weak = refused.weak
    if refused.reasons and refused.taus == len(refused.reasons):
        return "Remove `tau` from the spec, and the certificate finds it"
    mistakes = [one for one in workshop.mistakes if one.mistake.id in weak[:MISTAKES]]
    tried = []
    with one_thread():
        for change, one in islice(changes(workshop), TRIES if mistakes else 0):
            trial = draw_variation(workshop.problem, workshop.reference, one, workshop.keys.hidden)
            if trial is not None:
                tried.append((change, separations(trial, mistakes, tuple(workshop.problem.inputs))))
    found: dict[str, list[str]] = {}
    for mistake in mistakes:
        name = mistake.mistake.id
        change, apart = max(tried, key=lambda one: one[1][name], default=("", {}))
        if apart.get(name, 0.0) >= SAFETY**2:
            found.setdefault(change, []).append(f"`{name}` is then {apart[name]:,.0f} times the noise away")
    if not found and refused.fix:
        return ""  # what the error says itself is all there is to say
    if not found:
        where = f"`handgrad golden --suggest {workshop.problem.stem}` searches for cases that show more"
        return where + (", or give the mistake a reason under `narrow:`" if weak else "")
    told = "; ".join(f"{change}: {' and '.join(effects)}" for change, effects in found.items())
    return told[:1].upper() + told[1:]


def changes(workshop: Workshop) -> Iterator[tuple[str, Variation]]:
    """Single changes to drawn cases, in words and as variations; small cases that name mistakes first."""
    problem = workshop.problem
    cases = [name for name in problem.cases if drawn(problem.layout(name))]
    cases.sort(key=lambda name: (not problem.cases[name].diagnose, size(problem.layout(name))))
    for factor in FACTORS:
        for case in cases[:4]:
            layout = problem.layout(case)
            word = "raise" if factor > 1 else "lower"
            for name, scale in scaled_inputs(layout).items():
                new = round_number(scale * factor)
                yield (
                    f"{word} scales.{name} of case `{case}` to {new:g}",
                    Variation(case, case, {}, {name: new}),
                )
            for name, value in layout.scalars.items():
                if isinstance(value, float) and value > 0:
                    new = round_number(value * factor)
                    yield f"{word} {name} of case `{case}` to {new:g}", Variation(case, case, {name: new}, {})


def size(layout: CaseLayout) -> int:
    """Elements of a case's answer."""
    return sum(part.size for part in layout.parts)
