"""What a benchmark judges: a problem of a course, and as many different texts of a right program as are needed."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.framework import Misfit, choose
from harness.judging.plan import order_cases
from harness.problem.errors import CourseError

if TYPE_CHECKING:
    from harness.judging.prepared import Prepared
    from harness.problem.course import Course

#: What is measured by default where a course has it.
USUAL = "train_vae_end_to_end"


@dataclass(frozen=True)
class Item:
    """One submission: where it lies and what it says."""

    path: Path
    source: str


@dataclass(frozen=True)
class Workload:
    """A problem ready to be judged by anybody: Handgrad reads the course, all others read `cases`.

    `cases` is a NumPy archive in `folder`: the inputs of each case, its expected answer as one vector, and a
    description (see `peers.load`). No two items have the same text, so that nothing can be judged once for all.
    """

    course: "Course"
    stem: str
    program: str
    folder: Path
    cases: Path
    count: int
    calls: int

    def items(self, first: int, count: int, change: Callable[[int, str], str] | None = None) -> list[Item]:
        """Write submissions `first` to `first + count - 1`; `change` may make another program of some."""
        made = []
        for number in range(first, first + count):
            text = change(number, self.program) if change else self.program
            source = f"{text.rstrip()}\n\n# {number}\n"
            path = self.folder / f"p{number:06}.py"
            path.write_text(source, encoding="utf-8")
            made.append(Item(path, source))
        return made


def carried() -> "Course":
    """Give the course that this installation carries. Raises CourseError when it has none."""
    from harness.problem.course import Course
    from harness.problem.shipped import shipped

    some = next(path for inside, path in shipped().items() if inside.startswith("problems/"))
    folder = some.parent
    while folder.name != "problems":
        folder = folder.parent
    return Course(folder.parent)


def make(course: "Course", stem: str | None, folder: Path) -> Workload:
    """Make a workload of a problem, by default the usual one, else the first; the program is its reference.

    Raises:
        CourseError: there is no such problem, or none at all.
        ProblemError: it is not sound (see `harness.judging.prepared.prepare`).
    """
    from harness.judging.prepared import prepare

    stems = course.stems()
    if not stems:
        raise CourseError(f"there is no problem in {course.root}", fix="Name another course with --course")
    stem = stem or (USUAL if USUAL in stems else stems[0])
    prepared = prepare(course, stem)
    program = course.reference(stem).read_text(encoding="utf-8")
    cases = folder / "cases.npz"
    _write(prepared, program, cases)
    calls = len(order_cases(prepared.sizes, ""))
    return Workload(course, stem, program, folder, cases, len(prepared.cases), calls)


def _write(prepared: "Prepared", program: str, path: Path) -> None:
    """Store inputs and answers. Arrays are named by their number; the description says where each belongs."""
    arrays: dict[str, Any] = {}

    def put(value: Any) -> Any:
        if isinstance(value, dict):
            return {"group": {name: put(member) for name, member in value.items()}}
        if isinstance(value, np.ndarray):
            arrays[name := f"a{len(arrays)}"] = value
            return {"array": name}
        return {"scalar": value}

    framework = choose(prepared.problem.frameworks, program, None)
    described = []
    for number, case in enumerate(prepared.cases):
        layout, golden = prepared.layouts[case], prepared.golden.cases[case]
        expected = [np.ravel(golden.expected[part.name]).astype(np.float64) for part in layout.parts]
        described.append(
            {
                "inputs": [put(argument) for argument in prepared.bundle.cases[number]],
                "names": [part.name for part in layout.parts] if layout.returns == "dict" else None,
                "expected": put(np.concatenate(expected)),
            }
        )
    about = {
        "cases": described,
        "tensors": not isinstance(framework, Misfit) and framework == "pytorch",
        "arity": prepared.bundle.arity,
        "signature": prepared.bundle.signature,
    }
    np.savez(path, about=np.array(json.dumps(about)), **arrays)
