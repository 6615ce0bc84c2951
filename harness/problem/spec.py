"""A problem, loaded and checked: the one thing that every other room asks about a spec."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from harness.problem.cases import Case, Feedback
from harness.problem.course import Course, find_course, is_stem
from harness.problem.errors import CourseError, ProblemError, suggest
from harness.problem.inputs import Input
from harness.problem.layout import CaseLayout, Returns
from harness.problem.limits import Limits
from harness.problem.model import Spec
from harness.problem.outputs import Output
from harness.problem.policy import Policy
from harness.problem.resolve import resolve_case
from harness.problem.spec_checks import check_spec
from harness.problem.spec_errors import At, SpecFault, faults_of, raise_all
from harness.problem.yaml import Positions, read_yaml

#: Keys of a case that change no stored number.
_NOT_STORED = ("purpose", "points", "feedback")


@dataclass(frozen=True)
class Problem:
    """A checked problem. Immutable; every layout is computed when it is loaded.

    Attributes:
        stem: the name that links spec, reference, golden and submissions.
        path: the spec file.
        inputs: the arguments of `solve`, in order.
        outputs: the parts of the answer, in order.
        cases: the cases, in order.
        sha256: hash of what a golden depends on (inputs, returns, outputs, cases), and of nothing else.
    """

    stem: str
    path: Path
    title: str
    difficulty: str
    topics: tuple[str, ...]
    requires: tuple[str, ...]
    frameworks: tuple[str, ...]
    statement: str
    hints: tuple[str, ...]
    inputs: Mapping[str, Input]
    returns: Returns
    outputs: Mapping[str, Output]
    cases: Mapping[str, Case]
    limits: Limits
    policy: Policy
    sha256: str
    spec: Spec = field(repr=False)
    layouts: Mapping[str, CaseLayout] = field(repr=False)

    def layout(self, case: str) -> CaseLayout:
        """Return a case in numbers.

        Raises:
            ProblemError: there is no such case.
        """
        self._case(case)
        return self.layouts[case]

    def layout_of(self, inputs: Mapping[str, object]) -> CaseLayout:
        """Return the layout of other inputs, with every dimension read from the arrays.

        Args:
            inputs: NumPy arrays (or anything with `shape`) and scalars by flat name.

        Raises:
            ProblemError: an input is missing, unknown or of the wrong rank, or two sizes disagree.
        """
        from harness.problem.infer import infer_layout

        return infer_layout(self.spec, inputs)

    def hidden(self, case: str) -> bool:
        """Say whether a learner is kept from seeing a case's values."""
        return self._case(case).hidden

    def feedback(self, case: str) -> Feedback:
        """Return how much a report may say about a case."""
        return self._case(case).feedback_level

    def points(self, case: str) -> float:
        """Return what a case is worth."""
        return self._case(case).points

    def _case(self, name: str) -> Case:
        if name not in self.cases:
            raise ProblemError(
                f"`{self.stem}` has no case `{name}`", path=self.path, fix=suggest(name, self.cases)
            )
        return self.cases[name]


def load_problem(path_or_stem: str | Path, course: Course | None = None) -> Problem:
    """Load and check a problem.

    Args:
        path_or_stem: a spec file (a Path, or text that ends in .yaml), or a stem.
        course: where to look for a stem; found as `find_course()` does if not given.

    Raises:
        CourseError: there is no such problem or course.
        ProblemError: anything wrong in the file, with line and key; further faults in `others`.
    """
    if isinstance(path_or_stem, Path) or path_or_stem.endswith((".yaml", ".yml")):
        path = Path(path_or_stem)
        if not is_stem(path.stem):
            raise CourseError(
                f"`{path.stem}` cannot be a problem's name",
                path=path,
                fix="Use lower-case letters, digits and _, not beginning with a digit",
            )
    else:
        path = (course or find_course()).spec(path_or_stem)
    data, positions = read_yaml(path)
    return parse_problem(data, positions, path)


def parse_problem(data: object, positions: Positions, path: Path) -> Problem:
    """Check what was read from a spec file; see `load_problem`."""
    if not isinstance(data, dict):
        what = "the file is empty" if data is None else "a spec is a mapping of keys to values"
        raise ProblemError(what, path=path, line=1, fix="Begin with `title:`")
    try:
        spec = Spec.model_validate(data)
    except ValidationError as error:
        raise_all(faults_of(error, data, Spec), path, positions)
        raise
    policy = Policy.parse(data.get("policy"), path=path, positions=positions)
    raise_all(list(check_spec(spec)), path, positions)
    layouts = _layouts(spec, path, positions)
    return Problem(
        stem=path.stem,
        path=path,
        title=spec.title,
        difficulty=spec.difficulty,
        topics=spec.topics,
        requires=spec.requires,
        frameworks=spec.frameworks,
        statement=spec.statement,
        hints=spec.hints,
        inputs=spec.inputs,
        returns=spec.returns,
        outputs=spec.outputs,
        cases=spec.cases,
        limits=spec.limits.limits(),
        policy=policy,
        sha256=_hash(spec),
        spec=spec,
        layouts=layouts,
    )


def _layouts(spec: Spec, path: Path, positions: Positions) -> dict[str, CaseLayout]:
    """Resolve every case, and raise what does not fit, each place told once."""
    layouts: dict[str, CaseLayout] = {}
    found: dict[At, dict[str, SpecFault]] = {}
    for name in spec.cases:
        try:
            layouts[name] = resolve_case(spec, name)
        except SpecFault as fault:
            found.setdefault(fault.at, {})[name] = fault
    faults = []
    for at, by_case in found.items():
        name, first = next(iter(by_case.items()))
        same = len(by_case) == len(spec.cases) and len({one.what for one in by_case.values()}) == 1
        # Outside the cases, a reader must know which sizes it went wrong with, unless it always does.
        told = first.what if same or at[0] == "cases" else f"{first.what} in case `{name}`"
        faults.append(SpecFault(at, told, first.fix))
    raise_all(faults, path, positions)
    return layouts


def _hash(spec: Spec) -> str:
    """Hash what a golden depends on. Defaults are left out, so that a new optional key changes nothing."""
    dumped = spec.model_dump(
        mode="json", exclude_defaults=True, include={"inputs", "returns", "outputs", "cases"}
    )
    for name, case in dumped["cases"].items():
        # The order of a case's keys means nothing; that of inputs, outputs and members does.
        dumped["cases"][name] = {key: case[key] for key in sorted(case) if key not in _NOT_STORED}
    # Without sorting: the order of the arguments of `solve` is part of the problem.
    text = json.dumps(dumped, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
