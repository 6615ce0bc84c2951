"""One draw of one case: its inputs, its truth, and rulers to measure other answers by."""

from dataclasses import dataclass

from harness.authoring.distance import Ruler, ruler
from harness.authoring.draws import draw_inputs
from harness.authoring.oracle import Question, check_oracle
from harness.authoring.parts import Arrays, Value
from harness.authoring.reference import Reference
from harness.authoring.truth import Truth, find_truth, start_of
from harness.problem.layout import CaseLayout, Drawn
from harness.problem.spec import Problem


@dataclass(frozen=True)
class Trial:
    """A case as it was drawn and answered.

    Attributes:
        layout: the case.
        attempt: which draw of its inputs.
        inputs: arrays and scalars by flat name.
        truth: what is expected, and what float32 makes of it.
        oracle: |reference - oracle| in float64 by `part/view`, in units of the view's scale.
        rulers: by `part/view`.
    """

    layout: CaseLayout
    attempt: int
    inputs: dict[str, Value]
    truth: Truth
    oracle: dict[str, float]
    rulers: dict[str, Ruler]

    @property
    def case(self) -> str:
        """The case's name."""
        return self.layout.case or ""

    @property
    def expected(self) -> Arrays:
        """The truth by part."""
        return self.truth.expected


def draw_trial(problem: Problem, reference: Reference, case: str, key: bytes, attempt: int) -> Trial:
    """Draw a case, find its truth and put it to the oracle.

    Raises:
        ProblemError: see `draw_inputs`, `find_truth` and `check_oracle`.
    """
    layout = problem.layout(case)
    names = tuple(problem.inputs)
    inputs = draw_inputs(layout, names, reference, key=key, stem=problem.stem, attempt=attempt)
    return answer_trial(reference, names, layout, inputs, attempt)


def answer_trial(
    reference: Reference, names: tuple[str, ...], layout: CaseLayout, inputs: dict[str, Value], attempt: int
) -> Trial:
    """A trial on inputs that are already drawn."""
    truth = find_truth(reference, names, inputs, layout)
    oracle = check_oracle(Question(reference, names, inputs, layout, truth))
    rulers = {view.key: ruler(view, truth.expected, start_of(view, inputs)) for view in layout.views}
    return Trial(layout, attempt, inputs, truth, oracle, rulers)


def drawn(layout: CaseLayout) -> bool:
    """Whether another attempt gives other inputs: false for a case that is written out."""
    return any(isinstance(source, Drawn) for source in layout.sources.values())
