"""One submission as a page: from a verdict to a view model to HTML."""

from itertools import pairwise

from markupsafe import Markup

from harness.judging.verdict import CaseResult, FindingRecord, Verdict, ViewResult
from harness.reports.advice import what_next, worst_words
from harness.reports.clean import clean, clean_line
from harness.reports.disclose import disclosed
from harness.reports.excerpt import source_lines, underlined
from harness.reports.html.heatmap import heat_map
from harness.reports.html.model import (
    CaseLine,
    CasePicture,
    Facts,
    Note,
    Page,
    ProblemPage,
    SourceLine,
    Statement,
    ViewPicture,
)
from harness.reports.html.render import render
from harness.reports.statement import render_markdown
from harness.reports.words import (
    MARKS,
    confidence_words,
    diagnosis_name,
    error_words,
    first_failure,
    number,
    percent,
    place,
    points,
    ratio,
    small,
    times,
    view_name,
    worst_view,
)

MAX_LINES = 2000  # of source
MAX_OUTPUT = 20_000  # characters


def render_page(verdict: Verdict, problem: ProblemPage | None = None, *, index: str | None = None) -> str:
    """Return the page of one submission; `index` is a relative link to an overview, if there is one."""
    return render("page.html.j2", page=build_page(verdict, problem, index=index))


def build_page(verdict: Verdict, problem: ProblemPage | None = None, *, index: str | None = None) -> Page:
    """Return the view model of one submission. Every text in it is clean; nothing in it is hidden."""
    verdict = disclosed(verdict)
    mark, score = MARKS[verdict.status], percent(verdict.score)
    stem = clean_line(verdict.problem)
    student = clean_line(verdict.student) if verdict.student else None
    lines = source_lines(verdict.source) if verdict.source else []
    # A text that ends in a newline has no last, empty line.
    lines = lines[:-1] if lines and not lines[-1] else lines
    notes = tuple(_note(i, finding, len(lines)) for i, finding in enumerate(verdict.findings, 1))
    return Page(
        title=f"{mark.word.capitalize()}, {score}: {student or clean_line(verdict.path)}, {stem}",
        status=verdict.status,
        mark=mark,
        score=score,
        problem=clean_line(problem.title) if problem else stem,
        stem=stem,
        student=student,
        path=clean_line(verdict.path),
        message=clean_line(verdict.message),
        diagnosis=clean_line(verdict.diagnosis.message) if verdict.diagnosis else None,
        mistake=diagnosis_name(verdict.diagnosis),
        sure=confidence_words(verdict.diagnosis),
        where=_where(verdict),
        next=what_next(verdict),
        advised=verdict.inspection == "advise",
        cases=tuple(_case(i, case) for i, case in enumerate(verdict.cases, 1)),
        pictures=tuple(_picture(i, case) for i, case in enumerate(verdict.cases, 1) if _pictured(case)),
        notes=notes,
        source=_source(lines, verdict.findings, notes),
        source_rest=max(0, len(lines) - MAX_LINES),
        output=clean(verdict.output.text)[:MAX_OUTPUT].rstrip("\n"),
        output_rest=verdict.output.truncated or len(verdict.output.text) > MAX_OUTPUT,
        statement=_statement(problem) if problem else None,
        facts=_facts(verdict),
        index=index,
    )


def _where(verdict: Verdict) -> str | None:
    case = first_failure(verdict)
    if verdict.status != "WA" or case is None:
        return None
    view = worst_view(case)
    named = f"Case {clean_line(case.name)}{' (hidden)' if case.hidden else ''}"
    if view is None:
        return named
    return f"{named}: {worst_words(view.part, view.worst) if view.worst else view_name(view)}"


def _pictured(case: CaseResult) -> bool:
    return not case.hidden and any(not view.accepted for view in case.views or ())


def _case(index: int, case: CaseResult) -> CaseLine:
    view = worst_view(case)
    error = error_words(view) if view else ""
    return CaseLine(
        name=clean_line(case.name),
        hidden=case.hidden,
        mark=MARKS[case.status],
        points=points(case.points),
        view=view_name(view) if view else "",
        error=error,
        tolerance=small(view.tolerance) if view and error else "",
        times=times(ratio(view.error, view.tolerance)) if view else "",
        anchor=f"case-{index}" if _pictured(case) else None,
    )


def _picture(index: int, case: CaseResult) -> CasePicture:
    views = case.views or ()
    return CasePicture(
        name=clean_line(case.name),
        anchor=f"case-{index}",
        mark=MARKS[case.status],
        views=tuple(_view(view) for view in views if not view.accepted),
        accepted=tuple(view_name(view) for view in views if view.accepted),
    )


def _view(view: ViewResult) -> ViewPicture:
    name = view_name(view)
    return ViewPicture(
        name=name,
        error=small(view.error) if view.error is not None else "",
        tolerance=small(view.tolerance),
        times=times(ratio(view.error, view.tolerance)),
        place=f"{clean_line(view.part)}{place(view.worst.index)}" if view.worst else "",
        got=number(view.worst.got) if view.worst else "",
        expected=number(view.worst.expected) if view.worst else "",
        heat=heat_map(name, view.map, view.tolerance) if view.map else None,
    )


def _note(index: int, finding: FindingRecord, lines: int) -> Note:
    return Note(
        anchor=f"F{index}",
        error=finding.severity == "error",
        severity=finding.severity,
        code=clean_line(finding.code),
        rule=clean_line(finding.rule),
        message=clean_line(finding.message),
        help=clean_line(finding.help),
        line=finding.line,
        column=finding.column,
        runtime=finding.origin == "runtime",
        shown=finding.line is not None and 1 <= finding.line <= min(lines, MAX_LINES),
    )


def _source(
    lines: list[str], findings: tuple[FindingRecord, ...], notes: tuple[Note, ...]
) -> tuple[SourceLine, ...]:
    shown = []
    for count, text in enumerate(lines[:MAX_LINES], 1):
        here = [(f, n) for f, n in zip(findings, notes, strict=True) if f.line == count]
        spans = [span for f, _ in here if (span := underlined(text, f)) is not None]
        shown.append(SourceLine(count, _pieces(text, spans), tuple(n for _, n in here)))
    return tuple(shown)


def _pieces(text: str, spans: list[tuple[int, int]]) -> tuple[tuple[str, bool], ...]:
    """Cut a line into pieces, marked where any span covers it; spans may overlap."""
    edges = sorted({0, len(text), *(min(edge, len(text)) for span in spans for edge in span)})
    return tuple(
        (text[a:b], any(begin <= a and b <= end for begin, end in spans)) for a, b in pairwise(edges)
    )


def _statement(problem: ProblemPage) -> Statement:
    about = [problem.difficulty or "", ", ".join(problem.topics)]
    return Statement(
        title=clean_line(problem.title),
        about=" · ".join(clean_line(item) for item in about if item),
        body=render_markdown(problem.statement),
        hints=tuple(Markup(render_markdown(hint)) for hint in problem.hints),  # noqa: S704 - already safe
    )


def _facts(verdict: Verdict) -> tuple[Facts, ...]:
    layers = tuple(
        (clean_line(name), "on" if on else "off") for name, on in sorted(verdict.isolation.layers.items())
    )
    groups = (
        Facts("Run", (("isolation", verdict.isolation.level), ("inspection", verdict.inspection))),
        Facts("Layers", layers),
        Facts("Versions", tuple((clean_line(k), clean_line(v)) for k, v in sorted(verdict.versions.items()))),
        Facts("Seconds", tuple((clean_line(k), f"{v:.4g}") for k, v in sorted(verdict.timing.items()))),
        Facts("Source", (("SHA-256", clean_line(verdict.source_sha256)),) if verdict.source_sha256 else ()),
    )
    return tuple(group for group in groups if group.items)
