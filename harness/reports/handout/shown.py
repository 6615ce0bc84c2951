"""The shown cases of a problem as they are stored: what a learner may know."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.problem.errors import GoldenMissing
from harness.problem.golden import check_fresh, read_golden

if TYPE_CHECKING:
    from harness.problem.course import Course
    from harness.problem.layout import CaseLayout
    from harness.problem.spec import Problem


@dataclass(frozen=True)
class Shown:
    """One shown case.

    Attributes:
        name: the case.
        layout: its shapes, with the golden's tolerances.
        inputs: arrays and scalars by flat name, in the order of `solve`.
        expected: float64, int64 or bool arrays by part.
    """

    name: str
    layout: "CaseLayout"
    inputs: Mapping[str, Any]
    expected: Mapping[str, np.ndarray[Any, Any]]

    @property
    def size(self) -> int:
        """How many numbers it holds."""
        return sum(np.size(value) for values in (self.inputs, self.expected) for value in values.values())


def shown_cases(problem: "Problem", course: "Course", *, needed: bool = False) -> Iterator[Shown]:
    """Every case marked `show`; nothing is told of the others. Where no golden was built there are none.

    With `needed`, a golden that is missing is an error as well.

    Raises:
        ProblemError: the golden is corrupt, or the spec or the reference changed since it was built.
    """
    try:
        golden = read_golden(course.stored_golden(problem.stem))
    except GoldenMissing:
        if needed:
            raise
        return
    check_fresh(golden, problem, course.reference(problem.stem))
    for name in problem.cases:
        if not problem.hidden(name):
            case = golden.cases[name]
            layout = problem.layout(name).with_tolerances(golden.taus, golden.floors)
            yield Shown(name, layout, case.inputs, case.expected)
