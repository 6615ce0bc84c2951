"""A problem made ready for judging: spec, golden and inputs checked once, used for every submission."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.compare import allowances
from harness.problem.errors import ProblemError
from harness.sandbox.bundle import Bundle

if TYPE_CHECKING:
    from harness.judging.nearness import Stored
    from harness.judging.rule import Allowance
    from harness.problem.course import Course
    from harness.problem.golden import Golden, GoldenCase
    from harness.problem.layout import CaseLayout, View
    from harness.problem.mistakes import Mistake
    from harness.problem.spec import Problem


@dataclass(frozen=True)
class Prepared:
    """Everything the judge needs to know about a problem. The bundle is the part that leaves the judge."""

    problem: "Problem"
    golden: "Golden"
    layouts: Mapping[str, "CaseLayout"]
    #: What each view of each case allows, so that an answer costs one subtraction and one comparison.
    allowances: Mapping[str, tuple[tuple["View", "Allowance"], ...]]
    bundle: Bundle
    cases: tuple[str, ...]

    @property
    def secret(self) -> bool:
        """Whether hidden inputs were drawn under a secret, and so must not leave through printed text."""
        return self.golden.key != "public" and any(self.problem.hidden(case) for case in self.cases)

    @cached_property
    def mistakes(self) -> "Mapping[str, Mistake]":
        """The known mistakes by id, read when the first wrong answer needs their words; none if they cannot be."""
        from harness.problem.course import Course
        from harness.problem.mistakes import load_mistakes

        try:
            known = load_mistakes(Course(self.problem.path.parent.parent).mistakes(self.problem.stem))
        except ProblemError:
            # The golden holds the numbers; without the words a mistake is called by its id.
            return {}
        return {mistake.id: mistake for mistake in known}

    def to_send(self) -> "Prepared":
        """Give a copy for a judge on another machine, which needs no file of the course.

        What it says of known mistakes comes along; the changes to the reference that make them do not, because they
        quote it.
        """
        copy = replace(self)
        copy.__dict__["mistakes"] = {name: replace(known, edits=()) for name, known in self.mistakes.items()}
        return copy

    @cached_property
    def stored(self) -> "Mapping[str, Stored]":
        """What the known mistakes answer, by case, for the cases that store it."""
        from harness.judging.nearness import Stored

        cases = {name: self.golden.cases[name] for name in self.cases}
        return {
            name: Stored(self.layouts[name], case.inputs, case.expected, case.mistakes)
            for name, case in cases.items()
            if case.mistakes
        }

    @property
    def sizes(self) -> list[int]:
        """Number of output elements of each case."""
        return [sum(part.size for part in self.layouts[case].parts) for case in self.cases]


def prepare(course: "Course", stem: str, only: str | None = None) -> Prepared:
    """Load and check a problem of a course; with `only`, a single case of it.

    Raises:
        CourseError: there is no such problem.
        ProblemError: the spec is wrong, or the golden is missing, corrupt, stale or without a tolerance.
    """
    from harness.problem.golden import check_fresh, read_golden
    from harness.problem.spec import load_problem

    problem = load_problem(stem, course)
    golden = read_golden(course.stored_golden(stem))
    check_fresh(golden, problem, course.reference(stem))
    names = tuple(problem.cases)
    if only is not None:
        if only not in names:
            raise ProblemError(
                f"the problem {stem} has no case {only!r}",
                path=problem.path,
                fix=f"Its cases are: {', '.join(names)}.",
            )
        names = (only,)
    layouts = {name: problem.layout(name).with_tolerances(golden.taus, golden.floors) for name in names}
    for name in names:
        _check_case(problem, layouts[name], golden.cases[name])
    bundle = Bundle(
        cases=tuple(_arguments(problem, golden.cases[name]) for name in names),
        signature=", ".join(problem.inputs),
        # Twice the size of a right answer in float64: enough to describe a wrong shape, no more.
        cap=max(16 * sum(part.size for part in layouts[name].parts) for name in names) + 4096,
    )
    allowed = {
        name: allowances(layouts[name], golden.cases[name].expected, golden.cases[name].inputs)
        for name in names
    }
    return Prepared(problem, golden, layouts, allowed, bundle, names)


def _check_case(problem: "Problem", layout: "CaseLayout", case: "GoldenCase") -> None:
    """Refuse a golden that has no tolerance or whose arrays do not fit the spec."""
    for view in layout.views:
        if view.tau is None and view.judged != "exact":
            raise ProblemError(
                f"the view {view.key} has no tolerance",
                path=problem.path,
                fix="Give it `tau:` in the spec, then regenerate with `handgrad golden`.",
            )
    for part in layout.parts:
        if part.name not in case.expected or case.expected[part.name].shape != part.shape:
            from harness.problem.errors import GoldenStale

            raise GoldenStale(
                f"the stored answer of case {case.name} does not have the shapes of the spec",
                path=problem.path,
                fix=f"Run `handgrad golden {problem.stem}`.",
            )


def _arguments(problem: "Problem", case: "GoldenCase") -> tuple[Any, ...]:
    """Give the positional arguments of `solve`, groups as dicts of their members."""
    arguments: list[Any] = []
    for name in problem.inputs:
        if name in case.inputs:
            arguments.append(case.inputs[name])
            continue
        members = {
            key.split("/", 1)[1]: value for key, value in case.inputs.items() if key.startswith(f"{name}/")
        }
        arguments.append(members)
    return tuple(_frozen(argument) for argument in arguments)


def _frozen(argument: Any) -> Any:
    if isinstance(argument, np.ndarray):
        argument.setflags(write=False)
    return argument
