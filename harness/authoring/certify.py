"""The certificate: noise, tolerance and mistakes of one suite, put together, or the reasons why they do not fit.

    trials -> known good programs -> noise and floors -> mistakes and null answers -> windows -> taus -> margins

A fault of a file (a mistake that is the reference, a known good program that is wrong) is a `ProblemError` at its
line. A suite whose cases are sound but do not separate right from wrong is `Uncertified`; another draw may help it.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from harness.authoring.differencing import find_differencing
from harness.authoring.distance import Answer, distances
from harness.authoring.distinct import same_answers
from harness.authoring.margins import Seen, Window, windows
from harness.authoring.mistaken import Mistaken, run_mistaken
from harness.authoring.noise import SAFETY, Noise, estimated, find_noise
from harness.authoring.nulls import BOUNDS_TAU, PRECISION, null_answers, scaled
from harness.authoring.programs import Program, accepted, run_program
from harness.authoring.reference import Reference
from harness.authoring.trial import Trial
from harness.problem.certificate import (
    CaseProof,
    Certificate,
    MistakeProof,
    NullProof,
    ViewProof,
    finite,
    rounded,
)
from harness.problem.errors import ProblemError
from harness.problem.mistakes import Mistake
from harness.problem.spec import Problem

#: A known good program further off than this many times what right formulas are expected to be is no noise.
OUTLIER = 250.0
#: The last null answer is scaled by one and this many times tau.
SLIP = 100.0


class Uncertified(ProblemError):  # noqa: N818 - the name is the sentence: what the suite remains
    """A suite that does not separate right from wrong with the factors that are asked for.

    Attributes:
        reasons: each in a clause.
        weak: ids of the mistakes that are too near.
        taus: how many of the reasons are a tau of the spec.
    """

    reasons: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    taus: int = 0


@dataclass(frozen=True)
class Suite:
    """Everything that is proved about: one problem, its trials, its mistakes and its known programs."""

    problem: Problem
    reference: Reference
    trials: tuple[Trial, ...]
    draws: tuple[tuple[int, ...], ...]
    mistakes: tuple[Mistaken, ...] = ()
    known: tuple[Program, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The problem's inputs, in order."""
        return tuple(self.problem.inputs)


@dataclass(frozen=True)
class Certified:
    """A certificate with what a golden stores beside it.

    Attributes:
        certificate: the proof.
        taus, floors: by `part/view`, of every view with a tolerance.
        outputs: for every `diagnose` case, what each mistake answers there, by id.
    """

    certificate: Certificate
    taus: dict[str, float]
    floors: dict[str, float]
    outputs: dict[str, dict[str, Answer]]


@dataclass
class Findings:
    """What was measured, while it is put together."""

    suite: Suite
    noises: dict[str, Noise]
    floors: dict[str, float]
    answered: dict[Path, list[Answer | None]]
    outputs: dict[str, dict[str, Answer]] = field(default_factory=dict)
    mistakes: list[Seen] = field(default_factory=list)
    nulls: list[Seen] = field(default_factory=list)
    windows: dict[str, Window] = field(default_factory=dict)
    taus: dict[str, float] = field(default_factory=dict)
    reasons: list[str] = field(default_factory=list)
    weak: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def certify(suite: Suite) -> Certified:
    """Certify a suite; without known mistakes, find its tolerances and leave it uncertified.

    Raises:
        Uncertified: its cases do not separate right from wrong.
        ProblemError: a mistake or a known program is at fault.
    """
    found = measure_right(suite)
    measure_wrong(found)
    settle(found)
    named = [one.mistake for one in suite.mistakes]
    if named:
        check_mistakes(found)
    mistakes = tuple(prove_mistakes(found))
    nulls = tuple(prove_nulls(found))
    differencing = None
    if named:
        differencing, remark = find_differencing(suite.problem, suite.reference, suite.trials)
        found.notes += remark
    if named and found.reasons:
        raise refuse(found)
    right, wrong = judge_known(found)
    certificate = Certificate(
        status="certified" if named else "uncertified",
        safety=SAFETY,
        draws=len(suite.draws),
        views=tuple(prove_views(found)),
        cases=tuple(prove_cases(found)),
        mistakes=mistakes,
        nulls=nulls,
        accepted=right,
        rejected=wrong,
        differencing=differencing,
        notes=tuple(found.notes) if named else (),
    )
    return Certified(certificate, found.taus, found.floors, found.outputs)


def refuse(found: Findings) -> Uncertified:
    """The refusal: up to three reasons in one sentence; what would help is added by who knows how to look for it."""
    shown, rest = found.reasons[:3], len(found.reasons) - 3
    more = f"; and {rest} more" if rest > 0 else ""
    error = Uncertified(
        f"`{found.suite.problem.stem}` cannot be certified: {'; '.join(shown)}{more}",
        path=found.suite.problem.path,
    )
    error.reasons, error.weak = tuple(found.reasons), tuple(dict.fromkeys(found.weak))
    error.taus = sum(reason.startswith("the tau of ") for reason in found.reasons)
    return error


def measure_right(suite: Suite) -> Findings:
    """Run the known good programs and find noise and floors.

    Raises:
        ProblemError: one of them raises, cannot be compared, or is off by far more than float32 explains.
    """
    right: dict[int, list[Answer]] = {}
    answered: dict[Path, list[Answer | None]] = {}
    for known in suite.known:
        if known.kind != "AC":
            continue
        for draw in suite.draws:
            ran = run_program(known, suite.names, [suite.trials[at] for at in draw], suite.problem.frameworks)
            for at, one in zip(draw, ran, strict=True):
                trial, answer = suite.trials[at], one.answer
                if answer is None or (where := outlier(trial, answer)):
                    why = one.why if answer is None else f"its answer is wrong in view `{where}`"
                    raise ProblemError(
                        f"this known good program is rejected on case `{trial.case}`: {why.rstrip('.')}",
                        path=known.path,
                        fix="Correct it, or move it to the folder of the verdict that it gets",
                    )
                right.setdefault(at, []).append(answer)
                if at in suite.draws[0]:
                    answered.setdefault(known.path, []).append(answer)
    noises = find_noise(suite.trials, right)
    judged = {key: one.view for trial in suite.trials for key, one in trial.rulers.items()}
    floors = {key: noise.floor for key, noise in noises.items() if judged[key].judged != "exact"}
    found = Findings(suite, noises, floors, answered)
    for key, noise in noises.items():
        if judged[key].judged == "exact" and noise.size > 0:
            case = next(name for name, size in noise.by_case.items() if size > 0)
            raise suite.reference.fault(
                f"in float32 `solve` gives another `{key}` than in float64 on case `{case}`, and it is judged exactly",
                "Choose inputs on which rounding decides nothing",
                line=suite.reference.return_of("solve"),
            )
    return found


def outlier(trial: Trial, answer: Answer) -> str | None:
    """The first view in which an answer is off by more than any rounding; None where there is none."""
    for key, one in trial.rulers.items():
        off = one.beyond(answer[one.view.part][one.view.index]).max(initial=0.0)
        if off > OUTLIER * estimated(one, trial).max(initial=0.0) + one.view.floor:
            return key
    return None


def measure_wrong(found: Findings) -> None:
    """Run every mistake and every null answer on every trial."""
    suite = found.suite
    for one in suite.mistakes:
        answers = [run_mistaken(one, suite.names, trial) for trial in suite.trials]
        found.mistakes.append(seen(found, one.mistake.id, answers))
        for at in suite.draws[0]:
            trial, answer = suite.trials[at], answers[at]
            if suite.problem.cases[trial.case].diagnose and answer is not None:
                found.outputs.setdefault(trial.case, {})[one.mistake.id] = answer
    made: dict[str, dict[int, Answer | None]] = {}
    for at, trial in enumerate(suite.trials):
        for name, answer in null_answers(trial, suite.reference, suite.names):
            made.setdefault(name, {})[at] = answer
    everywhere = range(len(suite.trials))
    for name, answers_ in made.items():
        # An input that a case does not have is not handed back there: the truth stands in, and is right.
        answers = [answers_.get(at, suite.trials[at].expected) for at in everywhere]
        found.nulls.append(seen(found, name, answers))


def seen(found: Findings, name: str, answers: Sequence[Answer | None]) -> Seen:
    """Measure a wrong answer on every trial."""
    reach = tuple(
        distances(trial.rulers.values(), answer, found.floors)
        for trial, answer in zip(found.suite.trials, answers, strict=True)
    )
    return Seen(name, reach, tuple(answer is not None for answer in answers))


def settle(found: Findings) -> None:
    """Choose the tau of every view: the spec's, if it fits, else the middle of its window."""
    suite = found.suite
    narrow = frozenset(one.mistake.id for one in suite.mistakes if one.mistake.narrow)
    half = [one for one in found.nulls if one.name in BOUNDS_TAU]
    noises = {key: found.noises[key] for key in found.floors}
    found.windows = windows(noises, found.mistakes, narrow, half, suite.draws)
    given = {view.key: view.tau for trial in suite.trials for view in trial.layout.views}
    for key, window in found.windows.items():
        tau = given[key]
        found.taus[key] = window.tau if tau is None else tau
        if not window.open:
            name, size = window.nearest or ("", 0.0)
            found.reasons.append(
                f"in view `{key}` noise reaches {window.low / SAFETY:.1e} and {window.bounded_by} is at {size:.1e}, "
                f"{size * SAFETY / window.low:.2g} times that and not {SAFETY**2:g} times"
            )
            found.weak.append(name)
        elif tau is not None and not window.low <= tau <= window.ceiling:
            side = (
                f"below {window.low:.1e}, {SAFETY:g} times the noise"
                if tau < window.low
                else f"above {window.ceiling:.1e}, a tenth of the nearest mistake"
            )
            found.reasons.append(
                f"the tau of `{key}` in the spec, {tau:g}, is {side} (remove it, and {window.tau:g} is found)"
            )
    check_own_answer(found)
    slip = SLIP * max(found.taus.values(), default=1e-3)
    answers = [scaled(trial, 1 + slip) for trial in suite.trials]
    found.nulls.append(seen(found, f"off by {SLIP:g} tau", answers))


def check_own_answer(found: Findings) -> None:
    """Check that a tau of the spec accepts the reference in float32.

    Raises:
        ProblemError: it does not, at the line of the reference that returns the answer.
    """
    for trial in found.suite.trials:
        for view in trial.layout.views:
            if view.tau is None or view.judged == "exact":
                continue
            size = trial.rulers[view.key].distance(trial.truth.narrow, found.floors[view.key])
            if size > view.tau:
                raise found.suite.reference.fault(
                    f"in float32 `solve` misses its own float64 answer on case `{trial.case}`, view `{view.key}`, "
                    f"by {size / view.tau:.2g} times the tolerance, so correct submissions would be rejected",
                    "Remove `tau`, choose other scales, or use a stable formula",
                    line=found.suite.reference.return_of("solve"),
                )


def check_mistakes(found: Findings) -> None:
    """Check that every mistake is another answer than the truth, and than every other mistake.

    Raises:
        Uncertified: no case shows a mistake, or none by which it could be named; at its line.
        ProblemError: two mistakes are one, at the line of the second.
    """
    suite = found.suite
    by_id = {one.mistake.id: one.mistake for one in suite.mistakes}
    named = [at for at, trial in enumerate(suite.trials) if suite.problem.cases[trial.case].diagnose]
    for one in found.mistakes:
        places = named or range(len(suite.trials))
        shows = [at for at in range(len(suite.trials)) if not within_noise(found, one, at)]
        if not shows:
            raise unseen(
                by_id[one.name],
                "this mistake is the reference: on every case it gives the same answer",
                "Remove it, or choose a case on which it shows",
            )
        if not set(shows) & set(places):
            raise unseen(
                by_id[one.name],
                "on every `diagnose` case this mistake gives the reference's answer, so it could never be named; "
                f"it shows on case `{suite.trials[shows[0]].case}`",
                "Mark that case `diagnose: true`, or change the scales of one that is",
            )
    if not named:
        found.notes.append("no case is marked `diagnose: true`, so no mistake can be named to a learner")
    stored = [suite.trials[at] for at in suite.draws[0] if at in named]
    twins = same_answers(stored, found.outputs, tuple(by_id), found.taus, found.floors)
    for first, second in twins:
        raise by_id[second].fault(
            f"on every `diagnose` case this mistake gives the answer of `{first}`",
            "Remove one of the two, or choose a case that tells them apart",
        )


def unseen(mistake: Mistake, what: str, fix: str) -> Uncertified:
    """A mistake that no case shows, at its line; another draw, or other cases, may show it."""
    error = Uncertified(what, path=mistake.path, line=mistake.line, key=f"mistakes.{mistake.id}", fix=fix)
    error.weak = (mistake.id,)
    return error


def within_noise(found: Findings, one: Seen, at: int) -> bool:
    """Whether a wrong answer is the right one on a trial, as far as float32 can tell."""
    return all(size <= found.noises[key].size for key, size in one.reach[at].items())


def prove_mistakes(found: Findings) -> list[MistakeProof]:
    """The margin of every mistake; those that are too near become reasons."""
    proofs = []
    narrow = {one.mistake.id: one.mistake.narrow for one in found.suite.mistakes}
    for one in found.mistakes:
        margin, at, key = one.margin(found.suite.draws, found.taus)
        trial = found.suite.trials[at]
        reason = narrow[one.name]
        if margin < (1.0 if reason else SAFETY) or margin <= 1:
            found.weak.append(one.name)
            if margin <= 1:
                found.reasons.append(f"the mistake `{one.name}` is accepted by every case")
            else:
                found.reasons.append(
                    f"the mistake `{one.name}` is rejected by a factor of {margin:.2g} only "
                    f"(case `{trial.case}`, view `{key}`), and {SAFETY:g} is asked for"
                )
        if reason and margin >= SAFETY:
            found.notes.append(
                f"the mistake `{one.name}` says `narrow` and is not: its margin is {margin:.2g}"
            )
        compared = one.comparable[at]
        proofs.append(MistakeProof(one.name, finite(margin), trial.case, key if compared else None, reason))
    return proofs


def prove_nulls(found: Findings) -> list[NullProof]:
    """The margin of every null answer; those that pass become reasons."""
    proofs = []
    trials = found.suite.trials
    for one in found.nulls:
        margin, at, _ = one.margin(found.suite.draws, found.taus)
        right = [trials[at].case for at in range(len(trials)) if within_noise(found, one, at)]
        proofs.append(NullProof(one.name, finite(margin), trials[at].case, tuple(dict.fromkeys(right))))
        if one.name in PRECISION:
            if margin <= 1 and len(right) < len(trials):
                room = any(window.tells_half for window in found.windows.values())
                said = "lower `tau`, or remove it" if room else "noise leaves no room between the two"
                (found.reasons if room else found.notes).append(f"a {one.name} is accepted: {said}")
            continue
        if margin < SAFETY:
            found.reasons.append(
                f"the answer `{one.name}` is rejected by no case with a factor of {SAFETY:g}"
            )
        for place, trial in enumerate(trials):
            if not within_noise(found, one, place) and one.over(place, found.taus)[0] <= 1:
                found.reasons.append(
                    f"case `{trial.case}` accepts the answer `{one.name}`, which is wrong there"
                )
    return proofs


def prove_views(found: Findings) -> list[ViewProof]:
    """Noise, tolerance and nearest mistake of every view."""
    views = {view.key: view for trial in found.suite.trials for view in trial.layout.views}
    proofs = []
    for key, view in views.items():
        window = found.windows.get(key)
        nearest = window.nearest if window else None
        proofs.append(
            ViewProof(
                view=key,
                judged=view.judged,
                tau=found.taus.get(key, 0.0),
                floor=found.floors.get(key, 0.0),
                given=view.tau is not None and view.judged != "exact",
                measured=rounded(found.noises[key].measured),
                estimated=rounded(found.noises[key].estimated),
                nearest=nearest[0] if nearest else None,
                distance=rounded(nearest[1]) if nearest else None,
            )
        )
    return proofs


def prove_cases(found: Findings) -> list[CaseProof]:
    """What every case of the stored draw shows and hides."""
    proofs = []
    for at in found.suite.draws[0]:
        trial = found.suite.trials[at]
        over = {one.name: one.over(at, found.taus)[0] for one in found.mistakes}
        rejected = {name: size for name, size in over.items() if size > 1}
        nearest = min(rejected, key=lambda name: rejected[name], default=None)
        noise = max(
            (
                found.noises[key].by_case[trial.case] / tau
                for key, tau in found.taus.items()
                if key in trial.rulers
            ),
            default=0.0,
        )
        proofs.append(
            CaseProof(
                case=trial.case,
                oracle=rounded(max(trial.oracle.values(), default=0.0)),
                noise=rounded(noise),
                nearest=nearest,
                margin=finite(rejected[nearest]) if nearest else None,
                hides=tuple(name for name, size in over.items() if size <= 1),
                near=tuple(name for name, size in rejected.items() if size < SAFETY),
            )
        )
    return proofs


def judge_known(found: Findings) -> tuple[int, int]:
    """Judge the known programs on the stored draw.

    Returns:
        How many known good ones were accepted, and how many known wrong ones rejected.

    Raises:
        ProblemError: one is judged otherwise.
    """
    suite = found.suite
    trials = [suite.trials[at] for at in suite.draws[0]]
    counts = {"AC": 0, "WA": 0}
    for known in suite.known:
        answers = found.answered.get(known.path) or [
            one.answer for one in run_program(known, suite.names, trials, suite.problem.frameworks)
        ]
        failed = first_failure(trials, answers, found.taus, found.floors)
        if known.kind == "AC" and failed is not None:
            raise ProblemError(
                f"this known good program is rejected on case `{failed}`",
                path=known.path,
                fix="Correct it, or move it to the folder of the verdict that it gets",
            )
        if known.kind == "WA" and failed is None:
            raise ProblemError(
                "this known wrong program is accepted on every case",
                path=known.path,
                fix="Add a case that shows what is wrong with it, or move it to the folder `AC`",
            )
        counts[known.kind] += 1
    return counts["AC"], counts["WA"]


def first_failure(
    trials: Sequence[Trial],
    answers: Sequence[Answer | None],
    taus: Mapping[str, float],
    floors: Mapping[str, float],
) -> str | None:
    """The first case on which a program is not accepted."""
    for trial, answer in zip(trials, answers, strict=True):
        if not accepted(trial, answer, taus, floors):
            return trial.case
    return None


def describe_margin(value: float | None) -> str:
    """A margin in a sentence."""
    return "without bound" if value is None or math.isinf(value) else f"{value:.3g}"
