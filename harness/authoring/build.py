"""From a spec and a reference to a golden: draw, run, check against the oracle.

Nothing is written here, and nothing depends on the clock, the machine's name or the order of a set: on one platform
the same course gives the same bytes. Known mistakes and the certificate are a later step between `cases` and `Golden`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from harness.authoring.draws import draw_inputs
from harness.authoring.fingerprint import stream_fingerprint
from harness.authoring.oracle import Question, check_oracle
from harness.authoring.reference import Reference, load_reference
from harness.authoring.secret import Keys
from harness.authoring.truth import find_truth, tolerance_of
from harness.problem.certificate import Certificate
from harness.problem.golden import Golden, GoldenCase
from harness.problem.layout import View
from harness.problem.spec import Problem

#: Told after every case: its name.
Progress = Callable[[str], None]


def silent(case: str) -> None:
    """Tell nobody."""


@dataclass(frozen=True)
class Proof:
    """What was measured on one case, by `part/view`.

    Attributes:
        noise: |float32 - float64| of the reference, in units of what is tolerated.
        oracle: |reference - oracle| in float64, in units of the view's scale.
    """

    noise: dict[str, float]
    oracle: dict[str, float]


@dataclass(frozen=True)
class Built:
    """A golden, what was measured on the way, and what its author should know (sentences)."""

    golden: Golden
    proofs: dict[str, Proof]
    notes: tuple[str, ...]


def versions() -> dict[str, str]:
    """The libraries that the numbers depend on, without the local part that names a build (`+cpu`)."""
    return {
        "numpy": np.__version__,
        "torch": torch.__version__.partition("+")[0],
    }


def build(problem: Problem, path: Path, keys: Keys, progress: Progress = silent) -> Built:
    """Build the golden of one problem.

    Args:
        problem: its spec.
        path: its reference.
        keys: what hidden cases are drawn under.
        progress: told after every case.

    Raises:
        ProblemError: the reference or the spec is unsound; says where and what to do.
    """
    names = tuple(problem.inputs)
    taus: dict[str, float] = {}
    floors: dict[str, float] = {}
    cases: dict[str, GoldenCase] = {}
    proofs: dict[str, Proof] = {}
    with one_thread():
        reference = load_reference(path, names)
        for case in problem.cases:
            cases[case], proofs[case], views = build_case(problem, reference, case, keys)
            judged = [view for view in views if view.judged != "exact"]
            taus |= {view.key: tolerance_of(view) for view in judged}
            floors |= {view.key: view.floor for view in judged}
            progress(case)
    golden = Golden(
        stem=problem.stem,
        spec_sha256=problem.sha256,
        reference_sha256=reference.sha256,
        certificate=Certificate(),
        key=keys.name,
        versions=versions(),
        stream=stream_fingerprint(),
        taus=taus,
        floors=floors,
        cases=cases,
    )
    return Built(golden, proofs, notes(problem, keys))


def build_case(
    problem: Problem, reference: Reference, case: str, keys: Keys
) -> tuple[GoldenCase, Proof, tuple[View, ...]]:
    """Draw one case, find its truth and put it to the oracle."""
    layout = problem.layout(case)
    names = tuple(problem.inputs)
    key = keys.of(show=problem.cases[case].show)
    inputs = draw_inputs(layout, names, reference, key=key, stem=problem.stem)
    truth = find_truth(reference, names, inputs, layout)
    proof = Proof(truth.noise, check_oracle(Question(reference, names, inputs, layout, truth)))
    golden = GoldenCase(name=case, inputs=inputs, draws=truth.draws, expected=truth.expected, mistakes={})
    return golden, proof, layout.views


def notes(problem: Problem, keys: Keys) -> tuple[str, ...]:
    """What the author should know although nothing is wrong."""
    hidden = [name for name, case in problem.cases.items() if not case.show]
    if not hidden or keys.secret:
        return ()
    which = f"case `{hidden[0]}` is" if len(hidden) == 1 else f"{len(hidden)} hidden cases are"
    said = f"{problem.stem}: {which} drawn under the public key, so anyone with this course can draw the same"
    return (f"{said}; set HANDGRAD_SECRET and HANDGRAD_GOLDENS for a graded class.",)


@contextmanager
def one_thread() -> Iterator[None]:
    """Compute in one thread, so that the order of a sum does not depend on the number of cores."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
