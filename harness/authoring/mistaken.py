"""Known mistakes run: the reference with one change each, and what it then answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from harness.authoring.distance import Answer
from harness.authoring.parts import Splitter, arguments
from harness.authoring.reference import Reference, reference_from
from harness.authoring.trial import Trial
from harness.authoring.watch import Watch
from harness.problem.errors import ProblemError
from harness.problem.mistakes import Mistake


@dataclass(frozen=True)
class Mistaken:
    """A mistake and the reference that makes it."""

    mistake: Mistake
    reference: Reference


class Unwatched(Watch):
    """A mistake may draw in float64, or twice: nothing that it draws is checked or kept."""

    def record(self, drawn: object, line: int | None) -> dict[str, torch.Tensor]:  # noqa: ARG002 - as its parent's
        """Hand out what was drawn."""
        return drawn if isinstance(drawn, dict) else {}


def make_mistakes(
    mistakes: Sequence[Mistake], reference: Reference, names: Sequence[str]
) -> tuple[Mistaken, ...]:
    """Change the reference in the way of every mistake.

    Raises:
        ProblemError: a change that does not match exactly once, or leaves no program, at the mistake's line.
    """
    source = reference.source.decode()
    made = []
    for mistake in mistakes:
        changed = mistake.apply(source)
        try:
            made.append(Mistaken(mistake, reference_from(changed.encode(), reference.path, names)))
        except ProblemError as error:
            raise mistake.fault(
                f"with this change the reference is no longer one: {error.what}",
                "Correct the text under `with`",
            ) from error
    return tuple(made)


def run_mistaken(one: Mistaken, names: Sequence[str], trial: Trial) -> Answer | None:
    """What the mistake answers in float32, as a learner's program would; None where it raises or cannot be compared.

    An answer that is not finite cannot be compared.
    The global generator starts from the same state every time, so that a mistake that draws from it is repeatable.
    """
    given = list(arguments(names, trial.inputs, wide=False).values())
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(0)
        try:
            returned = one.reference.call("solve", given, watch=Unwatched(one.reference.path))
            answer = Splitter(one.reference).split(returned, trial.layout)
        except ProblemError:
            return None
    return answer if all(np.isfinite(part).all() for part in answer.values()) else None
