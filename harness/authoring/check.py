"""Is a stored golden still what would be built today? `handgrad golden --check`.

Causes are told apart, because each asks for something else:

    missing, corrupt    there is nothing to compare
    spec, reference     the author changed something: regenerate
    key                 drawn under another secret, or under none
    tolerance           other tolerances than the spec's, although no certificate found them
    stream              this PyTorch draws other numbers from a seed
    inputs, draws       same stream, spec and key, but other inputs or draws: the file was not made by this course
    drift               the reference computes something else from the stored inputs and draws
    secret              drawn under a secret that is not set here; a remark: hidden inputs are not drawn again
    version             another PyTorch or NumPy; a remark, not a fault, as long as nothing drifts

Drift is measured by running the reference on the stored inputs with the stored draws, so that nothing else shows in
it. Bits are never compared: they differ between processors by a millionth of the tolerance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import torch

from harness.authoring.build import Progress, one_thread, silent, versions
from harness.authoring.draws import draw_inputs
from harness.authoring.fingerprint import stream_fingerprint
from harness.authoring.parts import Values
from harness.authoring.reference import Reference, load_reference
from harness.authoring.secret import Keys
from harness.authoring.truth import measure, run
from harness.authoring.watch import Watch
from harness.problem.errors import GoldenCorrupt, GoldenMissing, GoldenStale
from harness.problem.golden import Golden, GoldenCase, check_fresh, read_golden
from harness.problem.layout import CaseLayout
from harness.problem.spec import Problem

Cause = Literal[
    "missing",
    "corrupt",
    "spec",
    "reference",
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
    """

    stem: str
    causes: tuple[tuple[Cause, str], ...]
    cases: tuple[CaseDrift, ...]

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
        drifts = []
        for name, case in stored.cases.items():
            layout = problem.layout(name).with_tolerances(stored.taus, stored.floors)
            drift, draws = rerun(problem, reference, case, layout)
            drifts.append(drift)
            known = {cause for cause, _ in causes}
            if not known & {"stream", "draws", "reference"} and not near(draws, case.draws):
                causes.append(("draws", f"the stored noise of case `{name}` is not what the reference draws"))
            show = problem.cases[name].show
            unknown = {"stream", "inputs", "reference"} | (set() if show else {"key", "secret"})
            if not known & unknown:
                key = keys.of(show=show)
                drawn = draw_inputs(layout, tuple(problem.inputs), reference, key=key, stem=problem.stem)
                if not near(drawn, case.inputs):
                    causes.append(
                        ("inputs", f"the stored inputs of case `{name}` are not what would be drawn")
                    )
            progress(name)
    if any(not drift.distance <= DRIFT for drift in drifts):
        causes.append(("drift", "the reference now gives other answers on the stored inputs"))
    return Check(problem.stem, tuple(causes), tuple(drifts))


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
    views = [view for case in problem.cases for view in problem.layout(case).views if view.judged != "exact"]
    if stored.certificate.status == "uncertified" and stored.taus != {view.key: view.tau for view in views}:
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
) -> tuple[CaseDrift, dict[str, np.ndarray[Any, Any]]]:
    """Run the reference in float64 on stored inputs and draws; return the drift and what it would draw itself."""
    stored = {name: torch.from_numpy(value.copy()) for name, value in case.draws.items()}
    watch = Watch(reference.path, replay=stored)
    values: Values = case.inputs
    now = run(reference, tuple(problem.inputs), values, layout, wide=True, watch=watch)
    off = {view.key: measure(view, now, dict(case.expected), values) for view in layout.views}
    worst = max(off, key=lambda key: off[key])
    return CaseDrift(case.name, worst, off[worst]), {
        name: value.numpy() for name, value in watch.seen.items()
    }


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
