"""One submission, from its bytes to its verdict.

read -> inspect -> run in the sandbox -> compare -> diagnose -> verdict. Each stage can end the submission, and
each end is one of three things that are never mixed: a score, a broken rule, or no verdict because the judge
itself failed.
"""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from harness.judging import failures
from harness.judging.compare import compare_allowed, view_result
from harness.judging.diagnosis import diagnose, state_carried
from harness.judging.evidence import Evidence
from harness.judging.framework import ARRAYS, Misfit, choose
from harness.judging.plan import order_cases, part_hidden
from harness.judging.received import Fault, receive
from harness.judging.scrub import scrub
from harness.judging.verdict import (
    MEANING,
    CaseResult,
    Diagnosis,
    FindingRecord,
    Isolation,
    Output,
    Status,
    Verdict,
    ViewResult,
)
from harness.rules.finding import Inspection
from harness.sandbox.execution import Execution, Limits, Step
from harness.sandbox.pool import Pool
from harness.sandbox.zygote_handle import SandboxFault

if TYPE_CHECKING:
    from harness.judging.prepared import Prepared

OUTPUT_SHOWN = 16_000
NOT_RUN = Isolation(level="none", layers={})


@dataclass(frozen=True)
class Submission:
    """What is handed in: the bytes, the problem's stem, where they came from and whose they are."""

    data: bytes
    problem: str
    path: str
    student: str | None = None


@dataclass
class Draft:
    """A verdict in the making: what is known so far about a submission."""

    submission: Submission
    inspection_mode: Literal["enforce", "advise"]
    inspection: Inspection | None = None
    framework: str | None = None
    isolation: Isolation = NOT_RUN
    versions: dict[str, str] = field(default_factory=dict)
    timing: dict[str, float] = field(default_factory=dict)

    def verdict(
        self,
        status: Status,
        message: str,
        *,
        score: float | None = 0.0,
        cases: Sequence[CaseResult] = (),
        findings: Sequence[FindingRecord] = (),
        diagnosis: Diagnosis | None = None,
        output: Output | None = None,
    ) -> Verdict:
        """Close the draft."""
        source = self.inspection.source if self.inspection else None
        return Verdict(
            schema_="handgrad.verdict/v1",
            path=printable(self.submission.path),
            student=None if self.submission.student is None else printable(self.submission.student),
            problem=self.submission.problem,
            # A file that could not be read has none; an empty one has that of nothing.
            source_sha256=hashlib.sha256(self.submission.data).hexdigest()
            if self.submission.data or self.inspection
            else None,
            source=source,
            status=status,
            accepted=status == "AC",
            score=score,
            message=" ".join(message.split()),
            findings=(*self._source_findings(), *findings),
            cases=tuple(cases),
            diagnosis=diagnosis,
            output=output or Output(),
            inspection=self.inspection_mode,
            isolation=self.isolation,
            versions=self.versions,
            timing={name: round(seconds, 6) for name, seconds in self.timing.items()},
        )

    def _source_findings(self) -> tuple[FindingRecord, ...]:
        if self.inspection is None:
            return ()
        return tuple(
            FindingRecord(
                code=f.code,
                rule=f.rule,
                severity=f.severity,
                origin=f.origin,
                message=f.message,
                help=f.help,
                line=f.line,
                column=f.column,
                end_line=f.end_line,
                end_column=f.end_column,
            )
            for f in self.inspection.findings
        )


def printable(name: str) -> str:
    """Give a file's name as text: bytes of it that are no UTF-8 (lone surrogates here) as escapes."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def judge_error(draft: Draft, reason: str) -> Verdict:
    """Say that there is no verdict, and why: no score, so that no average counts it as a zero."""
    return draft.verdict("JE", reason, score=None)


def judge(draft: Draft, prepared: "Prepared", pool: Pool) -> Verdict:
    """Judge one submission to a prepared problem. Never raises for anything the submission does."""
    from harness.rules.inspect import inspect_source

    started = time.monotonic()
    unrun = [_unrun(prepared, name) for name in prepared.cases]
    inspection = draft.inspection = inspect_source(draft.submission.data, prepared.problem.policy)
    draft.timing["inspect"] = time.monotonic() - started
    if inspection.failure is not None or inspection.source is None:
        reason = inspection.failure.message if inspection.failure else "It cannot be read as Python."
        return draft.verdict("CE", reason, cases=unrun)
    errors = [finding for finding in inspection.findings if finding.severity == "error"]
    if errors and draft.inspection_mode == "enforce":
        first = errors[0]
        more = f" ({len(errors) - 1} more)" if len(errors) > 1 else ""
        return draft.verdict("RV", f"Line {first.line}: {first.message}{more}", cases=unrun)
    digest = hashlib.sha256(inspection.source.encode("utf-8", "replace")).hexdigest()
    framework = choose(prepared.problem.frameworks, inspection.source, draft.framework)
    if isinstance(framework, Misfit):
        return draft.verdict("CE", framework.message, cases=unrun)
    bundle = prepared.bundle.given_as(ARRAYS[framework])
    limits = prepared.problem.limits
    plan, split = order_cases(prepared.sizes, digest), 0
    if prepared.secret:
        plan, split = part_hidden(plan, [prepared.problem.hidden(case) for case in prepared.cases])
    bounds = Limits(limits.time, limits.total, limits.memory)
    try:
        run = pool.execute(bundle, inspection.source, "submission.py", plan, bounds, split)
        facts = pool.facts()
    except SandboxFault as fault:
        return judge_error(draft, f"The sandbox failed, not the submission: {fault}.")
    draft.isolation = Isolation(level=facts.level, layers=facts.layers)
    draft.versions |= facts.versions
    draft.timing |= {"run": run.wall, "cpu": run.cpu}
    begun = time.monotonic()
    verdict = _Assessment(draft, prepared, run, bounds).verdict()
    verdict.timing["compare"] = round(time.monotonic() - begun, 6)
    verdict.timing["total"] = round(time.monotonic() - started, 6)
    return verdict


def _unrun(prepared: "Prepared", name: str) -> CaseResult:
    return CaseResult(name=name, hidden=prepared.problem.hidden(name), status=None, points=0.0, views=None)


@dataclass
class _Case:
    """What became of one case: the first call decides, a repeat may only take away."""

    name: str
    status: Status | None = None
    views: tuple[ViewResult, ...] | None = None
    evidence: Evidence | None = None
    fault: Fault | None = None
    step: Step | None = None


class _Assessment:
    """From an execution to a verdict."""

    def __init__(self, draft: Draft, prepared: "Prepared", run: Execution, limits: Limits) -> None:
        self.draft = draft
        self.prepared = prepared
        self.problem = prepared.problem
        self.run = run
        self.limits = limits
        self.cases = [_Case(name) for name in prepared.cases]
        self.state: Diagnosis | None = None

    def verdict(self) -> Verdict:
        """Compare every call and sum up."""
        if self.run.load_failure is not None:
            return self._not_loaded()
        for step in self.run.steps:
            self._take(step)
        broken = next((case for case in self.cases if case.status == "RV"), None)
        if broken is not None:
            return self._rule_broken(broken)
        failed = [case for case in self.cases if case.status not in {"AC", None}]
        if not failed and any(case.status is None for case in self.cases):
            # Nothing failed and yet not all was run: only the sandbox can have done that.
            return judge_error(self.draft, "The sandbox stopped before every case was run.")
        diagnosis = self._diagnosis()
        points = {case.name: self.problem.points(case.name) for case in self.cases}
        whole = sum(points.values())
        earned = sum(points[case.name] for case in self.cases if case.status == "AC")
        status: Status = failed[0].status or "WA" if failed else "AC"
        score = min(1.0, earned / whole) if whole else float(not failed)
        message = self._message(status, failed, diagnosis)
        return self.draft.verdict(
            status, message, score=score, cases=self._results(), diagnosis=diagnosis, output=self._output()
        )

    def _take(self, step: Step) -> None:
        case = self.cases[step.case]
        repeat = case.status is not None
        if repeat and case.status != "AC":
            return
        outcome = _Case(case.name, step=step)
        if step.failure is not None:
            outcome.status = failures.STATUS[step.failure.kind]
        else:
            self._compare(step, outcome)
        if not repeat:
            self.cases[step.case] = outcome
        elif outcome.status != "AC":
            # A limit met on the second call is that limit; a different answer is state.
            if outcome.status in {"WA", "RTE"}:
                outcome.status = "WA"
                if self.problem.feedback(case.name) != "none":
                    self.state = state_carried(case.name)
                outcome.evidence = outcome.fault = None
            self.cases[step.case] = outcome

    def _compare(self, step: Step, case: _Case) -> None:
        layout = self.prepared.layouts[case.name]
        golden = self.prepared.golden.cases[case.name]
        assert step.value is not None  # noqa: S101 - a step has a value or a failure
        received = receive(step.value, layout)
        if received.fault is not None:
            case.status, case.fault = "WA", received.fault
            return
        rulings = compare_allowed(self.prepared.allowances[case.name], received.parts)
        accepted = all(ruling.accepted for _view, ruling in rulings)
        case.status = "AC" if accepted else "WA"
        feedback = self.problem.feedback(case.name)
        if feedback != "none":
            disclose = feedback == "full"
            case.views = tuple(
                view_result(view, ruling, received.parts, golden.expected, disclose=disclose)
                for view, ruling in rulings
            )
            case.evidence = Evidence(
                case.name,
                layout,
                golden.inputs,
                golden.expected,
                received.parts,
                rulings,
                disclose,
                self.prepared.stored.get(case.name, {}),
            )

    def _results(self, *, points: bool = True) -> list[CaseResult]:
        return [
            CaseResult(
                name=case.name,
                hidden=self.problem.hidden(case.name),
                status=case.status,
                points=self.problem.points(case.name) if points and case.status == "AC" else 0.0,
                views=case.views,
            )
            for case in self.cases
        ]

    def _diagnosis(self) -> Diagnosis | None:
        evidence = [case.evidence for case in self.cases if case.evidence is not None]
        faulty = [case for case in self.cases if case.fault is not None]
        shown = next((case for case in faulty if self._open(case)), None)
        fault = shown.fault if shown else None
        if fault is None and faulty:
            hidden = next((case for case in faulty if self.problem.feedback(case.name) != "none"), None)
            if hidden is not None and hidden.fault is not None:
                fault = Fault(hidden.fault.code, hidden.fault.plain, hidden.fault.part)
        return diagnose(evidence, fault, self.state, lambda: self.prepared.mistakes)

    def _open(self, case: _Case) -> bool:
        return self.problem.feedback(case.name) == "full"

    def _message(self, status: Status, failed: Sequence[_Case], diagnosis: Diagnosis | None) -> str:
        if status == "AC":
            count = len(self.cases)
            return (
                f"All {count} cases agree within tolerance."
                if count > 1
                else "The case agrees within tolerance."
            )
        first = failed[0]
        if status == "WA":
            wrong = sum(case.status == "WA" for case in self.cases)
            seen = "" if diagnosis else " The answer is outside the tolerance."
            return f"Wrong in {wrong} of {len(self.cases)} case{'s' if len(self.cases) > 1 else ''}.{seen}"
        if self.problem.feedback(first.name) == "none":
            return f"Case {first.name}: {MEANING[status]}."
        step = first.step
        assert step is not None and step.failure is not None  # noqa: S101, PT018 - a failed case that is not WA failed to run
        return (
            f"Case {first.name}: {failures.sentence(step.failure, self.limits, disclose=self._open(first))}"
        )

    def _not_loaded(self) -> Verdict:
        failure = self.run.load_failure
        assert failure is not None  # noqa: S101 - checked by the caller
        status = failures.STATUS[failure.kind]
        unrun = self._results(points=False)
        if status == "RV":
            finding = failures.runtime_finding(failure)
            return self.draft.verdict(
                "RV", _located(finding), cases=unrun, findings=[finding], output=self._output()
            )
        # The body of a module runs before any input has reached the process: it has nothing to give away.
        said = failures.sentence(failure, self.limits, disclose=True)
        where = "" if status == "CE" else "While loading: "
        return self.draft.verdict(status, f"{where}{said}", cases=unrun, output=self._output())

    def _rule_broken(self, case: _Case) -> Verdict:
        assert case.step is not None and case.step.failure is not None  # noqa: S101, PT018 - RV comes from a failed step
        finding = failures.runtime_finding(case.step.failure)
        results = self._results(points=False)
        return self.draft.verdict(
            "RV", _located(finding), cases=results, findings=[finding], output=self._output()
        )

    def _output(self) -> Output:
        """Give what was printed while loading and in cases whose values may be seen."""
        shown = [self.run.load_output]
        shown += [
            step.output
            for step in self.run.steps
            if self.problem.feedback(self.prepared.cases[step.case]) == "full"
        ]
        text = b"".join(shown).decode("utf-8", "replace")
        return Output(
            text=scrub(text, OUTPUT_SHOWN), truncated=self.run.truncated or len(text) > OUTPUT_SHOWN
        )


def _located(finding: FindingRecord) -> str:
    return f"Line {finding.line}: {finding.message}" if finding.line else finding.message
