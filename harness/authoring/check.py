"""Is a stored golden still what would be built today? `handgrad golden --check`.

Causes are told apart, because each asks for something else:

    missing, corrupt    there is nothing to compare
    spec, reference     the author changed something: regenerate
    key                 drawn under another secret, or under none
    mistakes            the known mistakes changed: grading goes on, but margins and stored answers are old
    tolerance           other tolerances than those that the spec writes down
    stream              this PyTorch draws other numbers from a seed
    inputs, draws       same stream, spec and key, but other inputs or draws: the file was not made by this course
    drift               the reference computes something else from the stored inputs and draws
    secret              drawn under a secret that is not set here; a remark: hidden inputs are not drawn again
    version             another PyTorch or NumPy; a remark, not a fault, as long as nothing drifts

Drift is measured by running the reference on the stored inputs with the stored draws, so that nothing else shows in
it. Where there is any, the known programs are judged by the stored answers and by the new ones: a verdict that would
flip is named. Bits are never compared: they differ between processors by a millionth of the tolerance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from harness.authoring.build import Progress, one_thread, silent, versions
from harness.authoring.certify import first_failure
from harness.authoring.distance import ruler
from harness.authoring.draws import draw_inputs
from harness.authoring.fingerprint import stream_fingerprint
from harness.authoring.parts import Arrays
from harness.authoring.programs import find_programs, run_program
from harness.authoring.reference import Reference, load_reference
from harness.authoring.secret import Keys
from harness.authoring.trial import Trial
from harness.authoring.truth import Truth, measure, run, start_of
from harness.authoring.watch import Watch
from harness.problem.course import Course
from harness.problem.errors import GoldenCorrupt, GoldenMissing, GoldenStale
from harness.problem.golden import Golden, GoldenCase, check_fresh, hash_file, read_golden
from harness.problem.layout import CaseLayout
from harness.problem.spec import Problem

Cause = Literal[
    "missing",
    "corrupt",
    "spec",
    "reference",
    "mistakes",
    "key",
    "tolerance",
    "stream",
    "inputs",
    "draws",
    "drift",
    "secret",
    "version",
]
REMARKS: tuple[Cause, ...] = ("secret", "version")

#: More than this share of the tolerance is drift. A processor without AVX2 moves a draw, and so stays far below.
DRIFT = 0.01
#: Inputs and draws of one stream agree to this much of the largest value; processors differ by 2e-6.
SAME_DRAW = 1e-5


@dataclass(frozen=True)
class CaseDrift:
    """One case: its worst view, and how far it is off in units of the tolerance."""

    case: str
    view: str
    distance: float


@dataclass(frozen=True)
class Check:
    """What became of one golden.

    Attributes:
        stem: the problem.
        causes: why it is no longer what would be built, each with a sentence's clause; remarks may stand alone.
        cases: the drift of every case that could be compared.
        flips: known programs whose verdict the drift would change, each in a clause.
    """

    stem: str
    causes: tuple[tuple[Cause, str], ...]
    cases: tuple[CaseDrift, ...]
    flips: tuple[str, ...] = ()

    @property
    def fresh(self) -> bool:
        """Whether the golden still stands."""
        return all(cause in REMARKS for cause, _ in self.causes)

    def lines(self) -> list[str]:
        """The result as text: one line for the problem, then one for each case that drifted."""
        said = "; ".join(text for _, text in self.causes)
        worst = max(self.cases, key=lambda drift: drift.distance, default=None)
        if self.fresh:
            count = f"{len(self.cases)} case{'' if len(self.cases) == 1 else 's'}"
            off = f", at most {worst.distance:.1g} of the tolerance off" if worst and worst.distance else ""
            return [f"{self.stem}: fresh ({count}{off})" + (f"; {said}" if said else "")]
        drifted = [drift for drift in self.cases if not drift.distance <= DRIFT]
        gone = {"missing", "corrupt"} & {cause for cause, _ in self.causes}
        return [
            f"{self.stem}: {'' if gone else 'stale: '}{said}. Run `handgrad golden {self.stem}` to build it again.",
            *(
                f"  case {drift.case}: view {drift.view} is {drift.distance:.3g} times the tolerance off"
                for drift in drifted
            ),
            *(f"  {flip}" for flip in self.flips),
        ]


def check(problem: Problem, path: Path, golden: Path, keys: Keys, progress: Progress = silent) -> Check:
    """Compare a stored golden with what would be built today.

    Args:
        problem: the spec.
        path: the reference.
        golden: the stored file.
        keys: what hidden cases are drawn under.
        progress: told after every case.

    Raises:
        ProblemError: the reference fails: then nothing can be said about its golden.
    """
    try:
        stored = read_golden(golden)
    except GoldenMissing as error:
        return Check(problem.stem, (("missing", error.what),), ())
    except GoldenCorrupt as error:
        return Check(problem.stem, (("corrupt", error.what),), ())
    with one_thread():
        reference = load_reference(path, tuple(problem.inputs))
        causes = [*provenance(problem, reference, stored, keys)]
        if any(cause == "spec" for cause, _ in causes):
            # Cases and shapes may be others; numbers would say nothing.
            return Check(problem.stem, tuple(causes), ())
        drifts, again = [], []
        for name, case in stored.cases.items():
            layout = problem.layout(name).with_tolerances(stored.taus, stored.floors)
            now, draws = rerun(problem, reference, case, layout)
            drifts.append(drift_of(case, layout, now))
            again.append(Rerun(case, layout, now))
            known = {cause for cause, _ in causes}
            if not known & {"stream", "draws", "reference"} and not near(draws, case.draws):
                causes.append(("draws", f"the stored noise of case `{name}` is not what the reference draws"))
            show = problem.cases[name].show
            unknown = {"stream", "inputs", "reference"} | (set() if show else {"key", "secret"})
            if not known & unknown:
                drawn = draw_inputs(
                    layout,
                    tuple(problem.inputs),
                    reference,
                    key=keys.of(show=show),
                    stem=problem.stem,
                    attempt=case.attempt,
                )
                if not near(drawn, case.inputs):
                    causes.append(
                        ("inputs", f"the stored inputs of case `{name}` are not what would be drawn")
                    )
            progress(name)
        # Without any drift no verdict can flip, and nothing has to be run.
        flips = find_flips(problem, stored, again) if any(drift.distance > 0 for drift in drifts) else ()
    if any(not drift.distance <= DRIFT for drift in drifts):
        causes.append(("drift", "the reference now gives other answers on the stored inputs"))
    elif flips:
        causes.append(("drift", "the reference gives answers that differ little, but verdicts would flip"))
    return Check(problem.stem, tuple(causes), tuple(drifts), tuple(flips))


@dataclass(frozen=True)
class Rerun:
    """A stored case and what the reference answers on it now."""

    case: GoldenCase
    layout: CaseLayout
    now: Arrays

    def trial(self, expected: Mapping[str, np.ndarray[Any, Any]]) -> Trial:
        """The case to judge programs by, with one of the two answers expected."""
        values = dict(self.case.inputs)
        truth = Truth(dict(expected), dict(self.case.draws), dict(expected))
        rulers = {view.key: ruler(view, expected, start_of(view, values)) for view in self.layout.views}
        return Trial(self.layout, self.case.attempt, values, truth, {}, rulers)


def find_flips(problem: Problem, stored: Golden, again: Sequence[Rerun]) -> tuple[str, ...]:
    """The known programs that the new answers judge otherwise than the stored ones.

    Raises:
        ProblemError: a known program that cannot be read.
    """
    before = [one.trial(one.case.expected) for one in again]
    after = [one.trial(one.now) for one in again]
    names = tuple(problem.inputs)
    flips = []
    for program in find_programs(problem.path.parent.parent, problem.stem):
        answers = [ran.answer for ran in run_program(program, names, before, problem.frameworks)]
        was, now = (first_failure(trials, answers, stored.taus, stored.floors) for trials in (before, after))
        if (was is None) != (now is None):
            words = ("accepted", f"rejected on case {now}") if was is None else ("rejected", "accepted")
            flips.append(f"{program.kind}/{program.path.name} is {words[0]}, and would be {words[1]}")
    return tuple(flips)


def provenance(problem: Problem, reference: Reference, stored: Golden, keys: Keys) -> list[tuple[Cause, str]]:
    """What the header of the golden says about where it comes from."""
    causes: list[tuple[Cause, str]] = []
    if stored.spec_sha256 != problem.sha256 or stored.stem != problem.stem:
        try:
            check_fresh(stored, problem, reference.path)
        except GoldenStale as error:
            # It knows what changed: a case, an input, an output.
            causes.append(("spec", f"the spec changed: {error.what.rpartition('is stale: ')[2]}"))
    if stored.reference_sha256 != reference.sha256:
        causes.append(("reference", "the reference changed since it was built"))
    if stored.key not in (keys.name, "public") and not keys.secret:
        causes.append(
            ("secret", f"drawn under {said(stored.key)}, which is not set here, so not drawn again")
        )
    elif stored.key != keys.name:
        causes.append(("key", f"its hidden cases are drawn under {said(stored.key)}, not {said(keys.name)}"))
    listed = Course(problem.path.parent.parent).mistakes(problem.stem)
    if stored.mistakes_sha256 != (hash_file(listed) if listed.is_file() else None):
        causes.append(("mistakes", "the known mistakes changed since it was built"))
    written = {
        view.key: view.tau
        for case in problem.cases
        for view in problem.layout(case).views
        if view.tau is not None and view.judged != "exact"
    }
    if any(stored.taus.get(key) != tau for key, tau in written.items()):
        causes.append(("tolerance", "its tolerances are not those of the spec"))
    if stored.stream != stream_fingerprint():
        causes.append(("stream", "this PyTorch draws another random stream"))
    here = versions()
    for library, version in sorted(stored.versions.items()):
        if library in here and here[library] != version:
            causes.append(("version", f"built with {library} {version}, checked with {here[library]}"))
    return causes


def said(key: str) -> str:
    """A key's name in a sentence."""
    return "the public key" if key == "public" else f"the secret {key}"


def rerun(
    problem: Problem, reference: Reference, case: GoldenCase, layout: CaseLayout
) -> tuple[Arrays, Arrays]:
    """Run the reference in float64 on stored inputs and draws; return its answer, and what it would draw itself."""
    stored = {name: torch.from_numpy(value.copy()) for name, value in case.draws.items()}
    watch = Watch(reference.path, replay=stored)
    now = run(reference, tuple(problem.inputs), case.inputs, layout, wide=True, watch=watch)
    return now, {name: value.numpy() for name, value in watch.seen.items()}


def drift_of(case: GoldenCase, layout: CaseLayout, now: Arrays) -> CaseDrift:
    """How far a new answer is from the stored one, in the worst view."""
    off = {view.key: measure(view, now, dict(case.expected), case.inputs) for view in layout.views}
    worst = max(off, key=lambda key: off[key])
    return CaseDrift(case.name, worst, off[worst])


def near(fresh: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether two sets of arrays and scalars are the same draw: same names, shapes, and values but for last bits."""
    if fresh.keys() != stored.keys():
        return False
    for name, new in fresh.items():
        old = stored[name]
        if not isinstance(new, np.ndarray) or not isinstance(old, np.ndarray):
            if isinstance(new, np.ndarray) != isinstance(old, np.ndarray) or new != old:
                return False
        elif new.shape != old.shape or new.dtype != old.dtype:
            return False
        elif new.dtype.kind != "f":
            if not np.array_equal(new, old):
                return False
        elif new.size and not np.abs(new - old).max() <= SAME_DRAW * np.abs(old).max():
            return False
    return True
