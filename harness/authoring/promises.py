"""What a problem promises, each asked by itself. A promise that holds is None; one that does not is a sentence."""

from functools import lru_cache
from typing import TYPE_CHECKING

from harness.authoring.known import Known, known_submissions
from harness.problem.mistakes import Mistake, load_mistakes

if TYPE_CHECKING:
    from harness.authoring.parts import Values
    from harness.authoring.reference import Reference
    from harness.judging.judge import Judge
    from harness.problem.course import Course
    from harness.problem.golden import Golden, GoldenCase
    from harness.problem.layout import CaseLayout
    from harness.problem.spec import Problem


def spec(course: "Course", stem: str) -> str | None:
    """The spec is sound, and what it requires is there. Raises ProblemError with file, line and key."""
    from harness.problem.course import check_graph
    from harness.problem.spec import load_problem

    requires = load_problem(stem, course).requires
    check_graph({stem: requires, **{name: () for name in course.stems() if name != stem}})
    return None


def mistakes(course: "Course", stem: str) -> tuple[Mistake, ...]:
    """The known mistakes. Raises ProblemError."""
    return load_mistakes(course.mistakes(stem))


def known(course: "Course", stem: str) -> tuple[Known, ...]:
    """The known submissions. Raises ProblemError."""
    return known_submissions(course, stem)


def golden(course: "Course", stem: str) -> str | None:
    """The stored golden is what would be built today."""
    from harness.authoring.check import check
    from harness.authoring.secret import read_keys

    keys = read_keys(course.root)
    public = course.golden(stem)
    path = keys.golden(stem, public) if keys.secret else course.stored_golden(stem)
    result = check(_problem(course, stem), course.reference(stem), path, keys)
    return None if result.fresh else "\n".join(result.lines())


def certificate(course: "Course", stem: str) -> str | None:
    """The golden is certified."""
    if _golden(course, stem).certificate.status != "certified":
        return f"the golden of {stem} is not certified: write {course.mistakes(stem)}, then `handgrad golden {stem}`"
    return None


def caught(course: "Course", stem: str, mistake: Mistake) -> str | None:
    """The reference with a mistake made is rejected on some case: by another value, another shape, or by raising."""
    from harness.authoring.build import one_thread
    from harness.authoring.reference import reference_from
    from harness.problem.errors import ProblemError

    problem, stored = _problem(course, stem), _golden(course, stem)
    path = course.reference(stem)
    source = mistake.apply(path.read_text("utf-8"))
    with one_thread():
        wrong = reference_from(source.encode(), path, tuple(problem.inputs))
        for name, case in stored.cases.items():
            layout = problem.layout(name).with_tolerances(stored.taus, stored.floors)
            try:
                if _distance(wrong, problem, case, layout) > 1:
                    return None
            except ProblemError:
                return None
    return f"{mistake.path}:{mistake.line}: `{mistake.id}` is accepted on every case"


def verdict(judge: "Judge", one: Known) -> str | None:
    """A known submission gets its verdict, for its reason."""
    from harness.judging.pipeline import Submission

    found = judge.judge(Submission(one.path.read_bytes(), one.stem, str(one.path)))
    objection = one.objection(found)
    return f"{one.path}: {objection}" if objection else None


def _distance(reference: "Reference", problem: "Problem", case: "GoldenCase", layout: "CaseLayout") -> float:
    """How far a reference is from a golden's case as a learner would run it, in units of the tolerance."""
    from harness.authoring.truth import measure, run
    from harness.authoring.watch import Watch

    values: Values = dict(case.inputs)
    out = run(reference, tuple(problem.inputs), values, layout, wide=False, watch=Watch(reference.path))
    return max(measure(view, out, dict(case.expected), values) for view in layout.views)


@lru_cache(maxsize=4)
def _problem(course: "Course", stem: str) -> "Problem":
    from harness.problem.spec import load_problem

    return load_problem(stem, course)


@lru_cache(maxsize=4)
def _golden(course: "Course", stem: str) -> "Golden":
    from harness.problem.golden import read_golden

    return read_golden(course.stored_golden(stem))
