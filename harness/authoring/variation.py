"""Cases that are not in the spec: one of its cases with other sizes, scales, seeds or rates, drawn and measured.

How well a case separates a mistake from noise is told by one number, the mistake's distance over the noise that is
expected of right formulas there, in the view that shows it best. 100 is what a certificate asks for.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from harness.authoring.distance import distances
from harness.authoring.draws import draw_inputs
from harness.authoring.mistaken import Mistaken, run_mistaken
from harness.authoring.noise import QUIET, estimated
from harness.authoring.reference import Reference
from harness.authoring.trial import Trial, answer_trial
from harness.problem.cases import Case
from harness.problem.errors import ProblemError
from harness.problem.layout import CaseLayout, Drawn
from harness.problem.resolve import resolve_case
from harness.problem.spec import Problem
from harness.problem.spec_errors import SpecFault


@dataclass(frozen=True)
class Variation:
    """One case of a spec, changed.

    Attributes:
        name: what it is called; the draw depends on it.
        like: the case that it is made from.
        values: dimensions and scalars that it has instead.
        scales: scales of drawn inputs, all that are not the spec's own.
    """

    name: str
    like: str
    values: Mapping[str, float | int]
    scales: Mapping[str, float]

    def case(self, problem: Problem) -> Case:
        """The case as YAML would give it."""
        old = problem.cases[self.like]
        written = {**old.values, **self.values, "scales": {**old.scales, **self.scales}}
        return Case.model_validate({"diagnose": True, **written})

    def layout(self, problem: Problem) -> CaseLayout:
        """The case in numbers.

        Raises:
            SpecFault: a size or a scale does not fit.
        """
        spec = problem.spec.model_copy(update={"cases": {self.name: self.case(problem)}})
        return resolve_case(spec, self.name)


def draw_variation(problem: Problem, reference: Reference, one: Variation, key: bytes) -> Trial | None:
    """Draw a variation and find its truth; None where the spec or the reference refuses it."""
    names = tuple(problem.inputs)
    try:
        layout = one.layout(problem)
        inputs = draw_inputs(layout, names, reference, key=key, stem=problem.stem)
        return answer_trial(reference, names, layout, inputs, 0)
    except (ProblemError, SpecFault, ValueError):
        return None


def separations(trial: Trial, mistakes: Sequence[Mistaken], names: Sequence[str]) -> dict[str, float]:
    """For every mistake: its distance over the expected noise in its best view; infinite without a value to compare."""
    noise = {
        key: max(float(one.relative(estimated(one, trial)).max(initial=0.0)), QUIET)
        for key, one in trial.rulers.items()
    }
    found = {}
    for one in mistakes:
        reach = distances(trial.rulers.values(), run_mistaken(one, names, trial), {})
        found[one.mistake.id] = max((size / noise[key] for key, size in reach.items()), default=0.0)
    return found


def scaled_inputs(layout: CaseLayout) -> dict[str, float]:
    """The drawn inputs that have a scale, and that scale."""
    return {
        name: source.scale
        for name, source in layout.sources.items()
        if isinstance(source, Drawn) and source.kind in ("normal", "positive", "cholesky")
    }


def round_number(value: float) -> float:
    """A scale or rate with two digits, as an author would write it."""
    return float(np.format_float_positional(value, precision=2, fractional=False, trim="-"))
