"""From a spec, a reference and known mistakes to a golden: draw, run, check against the oracle, certify.

Nothing is written here, and nothing depends on the clock, the machine's name or the order of a set: on one platform
the same course gives the same bytes.

Everything is proved on two draws of the inputs, the stored one and the next, so that no tolerance is made for one of
them. Shown cases always have the first draw, because everyone must get the same. Hidden ones take the first that
certifies, all of them together: `GoldenCase.attempt`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from harness.authoring.certify import Certified, Suite, Uncertified, certify
from harness.authoring.distance import Answer, Array
from harness.authoring.fingerprint import stream_fingerprint
from harness.authoring.mistaken import Mistaken, make_mistakes
from harness.authoring.programs import Program, find_programs
from harness.authoring.reference import Reference, load_reference
from harness.authoring.secret import Keys
from harness.authoring.trial import Trial, draw_trial, drawn
from harness.authoring.truth import measure
from harness.problem.certificate import Certificate
from harness.problem.course import Course
from harness.problem.golden import Golden, GoldenCase, hash_file
from harness.problem.mistakes import load_mistakes
from harness.problem.spec import Problem

#: How many draws of the hidden cases are tried.
ATTEMPTS = 4

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

    Known mistakes and known programs are those of the course that the spec lies in.

    Args:
        problem: its spec.
        path: its reference.
        keys: what hidden cases are drawn under.
        progress: told after every case.

    Raises:
        Uncertified: there are known mistakes, and no draw separates right from wrong.
        ProblemError: the reference, the spec, a mistake or a known program is unsound; says where and what to do.
    """
    with one_thread():
        workshop = open_workshop(problem, path, keys)
        certified, suite = first_certified(workshop, progress)
    chosen = [suite.trials[at] for at in suite.draws[0]]
    golden = Golden(
        stem=problem.stem,
        spec_sha256=problem.sha256,
        reference_sha256=suite.reference.sha256,
        certificate=certified.certificate,
        key=keys.name,
        versions=versions(),
        stream=stream_fingerprint(),
        taus=certified.taus,
        floors=certified.floors,
        cases={trial.case: stored(trial, certified.outputs.get(trial.case, {})) for trial in chosen},
        mistakes_sha256=workshop.mistakes_sha256,
    )
    proofs = {trial.case: proof_of(trial, certified) for trial in chosen}
    return Built(golden, proofs, (*notes(problem, keys), *remarks(problem, certified.certificate)))


@dataclass(frozen=True)
class Workshop:
    """What a problem is built from, read once."""

    problem: Problem
    reference: Reference
    keys: Keys
    mistakes: tuple[Mistaken, ...]
    mistakes_sha256: str | None
    known: tuple[Program, ...]

    def trial(self, case: str, attempt: int) -> Trial:
        """One draw of one case."""
        key = self.keys.of(show=self.problem.cases[case].show)
        return draw_trial(self.problem, self.reference, case, key, attempt)


def open_workshop(problem: Problem, path: Path, keys: Keys) -> Workshop:
    """Read the reference, the mistakes and the known programs of a problem.

    Raises:
        ProblemError: one of them is at fault.
    """
    root = problem.path.parent.parent
    names = tuple(problem.inputs)
    reference = load_reference(path, names)
    listed = Course(root).mistakes(problem.stem)
    return Workshop(
        problem=problem,
        reference=reference,
        keys=keys,
        mistakes=make_mistakes(load_mistakes(listed), reference, names),
        mistakes_sha256=hash_file(listed) if listed.is_file() else None,
        known=find_programs(root, problem.stem),
    )


def first_certified(workshop: Workshop, progress: Progress = silent) -> tuple[Certified, Suite]:
    """Certify the first draw that can be; one draw is enough where nothing is drawn.

    Raises:
        Uncertified: none of the first `ATTEMPTS` can; the reasons are those of the first.
        ProblemError: see `certify`.
    """
    problem = workshop.problem
    free = {name for name in problem.cases if drawn(problem.layout(name))}
    moving = {name for name in free if not problem.cases[name].show}
    made: dict[tuple[str, int], Trial] = {}

    def trial(case: str, attempt: int) -> Trial:
        if (case, attempt) not in made:
            made[case, attempt] = workshop.trial(case, attempt)
        return made[case, attempt]

    first: Uncertified | None = None
    for attempt in range(ATTEMPTS if moving else 1):
        trials: list[Trial] = []
        for case in problem.cases:
            trials.append(trial(case, attempt if case in moving else 0))
            if free:
                trials.append(
                    trial(case, (attempt if case in moving else 0) + 1) if case in free else trials[-1]
                )
            if not attempt:
                progress(case)
        step = 2 if free else 1
        draws = tuple(tuple(range(draw, len(trials), step)) for draw in range(step))
        suite = Suite(problem, workshop.reference, tuple(trials), draws, workshop.mistakes, workshop.known)
        try:
            return certify(suite), suite
        except Uncertified as refused:
            first = first or refused
    assert first is not None  # noqa: S101 - there is at least one attempt
    raise first


def stored(trial: Trial, outputs: Mapping[str, Answer]) -> GoldenCase:
    """A trial as the golden keeps it; mistakes' answers in float32."""
    mistakes = {
        name: {part: narrowed(array) for part, array in answer.items()} for name, answer in outputs.items()
    }
    return GoldenCase(trial.case, trial.inputs, trial.truth.draws, trial.expected, mistakes, trial.attempt)


def narrowed(array: Array) -> Array:
    """A mistake's answer as a golden keeps it. What float32 cannot hold becomes infinite, and matches nothing."""
    with np.errstate(over="ignore"):
        return array.astype(np.float32) if array.dtype.kind == "f" else array


def proof_of(trial: Trial, certified: Certified) -> Proof:
    """What was measured on a stored case.

    Raises:
        ProblemError: its own problem would reject the reference in float32.
    """
    layout = trial.layout.with_tolerances(certified.taus, certified.floors)
    noise = {
        view.key: measure(view, trial.truth.narrow, trial.expected, trial.inputs) for view in layout.views
    }
    return Proof(noise, trial.oracle)


def remarks(problem: Problem, certificate: Certificate) -> tuple[str, ...]:
    """The certificate's notes as sentences; that there is none, where there is none."""
    said = [f"{problem.stem}: {note}." for note in certificate.notes]
    return tuple(said)


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
