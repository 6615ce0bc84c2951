"""A verdict for a person at a terminal: what is wrong and where, before anything else."""

from dataclasses import dataclass, field
from typing import TextIO

from rich.box import Box
from rich.cells import cell_len, chop_cells
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from harness.judging.verdict import CaseResult, FindingRecord, Status, Summary, Verdict
from harness.reports.advice import what_next, worst_words
from harness.reports.clean import clean, clean_line
from harness.reports.console import make_console
from harness.reports.disclose import disclosed
from harness.reports.excerpt import excerpt
from harness.reports.grid import IndexRow, index_row
from harness.reports.registry import Destination, Report
from harness.reports.table import render_rows, render_skipped, render_table
from harness.reports.words import (
    MARKS,
    confidence_words,
    error_words,
    first_failure,
    percent,
    points,
    ratio,
    small,
    times,
    view_name,
    worst_view,
)
from harness.reports.write import writing

__all__ = ["open_report", "render_table", "render_verdict"]

MAX_WIDTH = 100  # longer lines are hard to read, however wide the terminal
MAX_OUTPUT_LINES = 20
MAX_FINDINGS = 10

# A bar on the left and nothing else: it survives copying better than a frame.
_BAR = Box("▌   \n▌   \n▌   \n▌   \n▌   \n▌   \n▌   \n▌   \n")


def render_verdict(verdict: Verdict, console: Console) -> None:
    """Print one verdict. Nothing in it can send a control sequence to the terminal."""
    verdict = disclosed(verdict)
    width = min(console.width, MAX_WIDTH)
    parts: list[RenderableType] = [_head(verdict, console), _answer(verdict)]
    if verdict.cases:
        parts += [Text(""), _cases(verdict.cases, console, narrow=width < 96)]
    if verdict.findings:
        parts += [Text(""), *_findings(verdict, width)]
    if verdict.output.text:
        parts += [Text(""), *_output(verdict, width)]
    parts += [Text(""), _foot(verdict)]
    console.print(Padding(Group(*parts), (1, 1)), width=width)


def _shape(status: Status | None, console: Console) -> str:
    mark = MARKS[status]
    return mark.plain if console.options.ascii_only else mark.shape


def _head(verdict: Verdict, console: Console) -> Text:
    mark = MARKS[verdict.status]
    head = Text()
    head.append(f"{_shape(verdict.status, console)} {mark.word.upper()}", style=mark.tone)
    head.append(f"   {percent(verdict.score)}", style="heading")
    head.append(f"   {clean_line(verdict.problem)}\n")
    who = f"{clean_line(verdict.student)}   " if verdict.student else ""
    head.append(f"{who}{clean_line(verdict.path)}\n", style="quiet")
    return head


def _answer(verdict: Verdict) -> RenderableType:
    """What is wrong, what it looks like, where, and what to do: the block a learner reads first."""
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="quiet", no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row("Verdict", Text(clean_line(verdict.message), style="heading"))
    if verdict.diagnosis is not None:
        said = Text(clean_line(verdict.diagnosis.message))
        sure = confidence_words(verdict.diagnosis)
        grid.add_row("Diagnosis", said.append(f" ({sure})", style="quiet") if sure else said)
    where = _where(verdict)
    if where:
        grid.add_row("Where", Text(where))
    grid.add_row("Next", Text(what_next(verdict)))
    return Panel(grid, box=_BAR, border_style=MARKS[verdict.status].tone, padding=(0, 1))


def _where(verdict: Verdict) -> str:
    broken = [f for f in verdict.findings if f.severity == "error" and f.line is not None]
    if verdict.status == "RV" and broken:
        return f"line {broken[0].line}, column {broken[0].column or 1}"
    case = first_failure(verdict)
    if verdict.status != "WA" or case is None:
        return ""
    view = worst_view(case)
    hidden = " (hidden)" if case.hidden else ""
    named = f"case {clean_line(case.name)}{hidden}"
    if view is None:
        return named
    if view.worst is None:
        return f"{named}, {view_name(view)}"
    return f"{named}: {worst_words(view.part, view.worst)}"


def _cases(cases: tuple[CaseResult, ...], console: Console, *, narrow: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="quiet", expand=False)
    table.add_column("Case", no_wrap=True)
    table.add_column("Status", overflow="fold")
    table.add_column("Points", justify="right", no_wrap=True)
    table.add_column("Worst view", no_wrap=True)
    if narrow:
        table.add_column("Error / limit", justify="right", no_wrap=True)
    else:
        table.add_column("Error", justify="right", no_wrap=True)
        table.add_column("Tolerance", justify="right", no_wrap=True)
        table.add_column("", overflow="fold", style="quiet")
    for case in cases:
        mark = MARKS[case.status]
        name = Text(clean_line(case.name))
        if case.hidden:
            name.append(" hidden", style="quiet")
        view = worst_view(case)
        far = ratio(view.error, view.tolerance) if view else None
        error = error_words(view) if view else ""
        limit = small(view.tolerance) if view and error else ""
        row: list[RenderableType] = [
            name,
            Text(
                f"{_shape(case.status, console)} {case.status if narrow and case.status else mark.word}",
                mark.tone,
            ),
            points(case.points),
            Text(view_name(view) if view else ""),
        ]
        row += [f"{error} / {limit}" if error else ""] if narrow else [error, limit, times(far)]
        table.add_row(*row)
    return table


def _findings(verdict: Verdict, width: int) -> list[RenderableType]:
    shown = sorted(verdict.findings, key=lambda f: (f.severity != "error", f.line or 0, f.column or 0))
    advised = " (reported only: inspection is advisory)" if verdict.inspection == "advise" else ""
    parts: list[RenderableType] = [Text(f"Findings{advised}", style="heading")]
    parts += [_finding(verdict.source or "", finding, width) for finding in shown[:MAX_FINDINGS]]
    if len(shown) > MAX_FINDINGS:
        parts.append(Text(f"  and {len(shown) - MAX_FINDINGS} more", style="quiet"))
    return parts


def _finding(source: str, finding: FindingRecord, width: int) -> RenderableType:
    tone = "bad" if finding.severity == "error" else "limit"
    text = Text()
    text.append(f"{finding.severity} {clean_line(finding.code)} {clean_line(finding.rule)}", style=tone)
    if finding.line is not None:
        text.append(f"  line {finding.line}, column {finding.column or 1}", style="quiet")
    elif finding.origin == "runtime":
        text.append("  met while running", style="quiet")
    text.append("\n")
    lines = excerpt(source, finding, width=max(20, width - 12))
    gutter = len(str(lines[-1].number)) if lines else 0
    for line in lines:
        text.append(f"{line.number:>{gutter}} │ ", style="quiet")
        text.append(line.text.rstrip() + "\n")
        if line.under is not None:
            begin, end = line.under
            text.append(f"{'':>{gutter}} │ ", style="quiet")
            # Columns count characters, a terminal counts cells: some characters take two, or none.
            before, under = cell_len(line.text[:begin]), cell_len(line.text[begin:end])
            text.append(" " * before + "^" * max(1, under) + "\n", style=tone)
    text.append(clean_line(finding.message))
    if finding.help:
        text.append("\nInstead: ", style="quiet")
        text.append(clean_line(finding.help))
    return Padding(text, (0, 0, 1, 2))


def _output(verdict: Verdict, width: int) -> list[RenderableType]:
    lines = clean(verdict.output.text).expandtabs(4).rstrip("\n").split("\n")
    # A mark before every line, folded ones too: at the start of one, `::error::` is a command to a CI service.
    pieces = [
        piece for line in lines[:MAX_OUTPUT_LINES] for piece in chop_cells(line[:500], width - 8) or [""]
    ]
    shown = Text("\n".join(f"| {piece}" for piece in pieces), no_wrap=True, overflow="crop")
    parts: list[RenderableType] = [Text("What it printed", style="heading"), Padding(shown, (0, 0, 0, 2))]
    rest = len(lines) - MAX_OUTPUT_LINES
    if rest > 0:
        parts.append(Text(f"  and {rest} more line{'s' if rest > 1 else ''}", style="quiet"))
    if verdict.output.truncated:
        parts.append(Text("  the rest was not kept", style="quiet"))
    return parts


def _foot(verdict: Verdict) -> Text:
    on = sum(verdict.isolation.layers.values())
    layers = f" ({on} layers on)" if on else ""
    foot = f"isolation {verdict.isolation.level}{layers}, inspection {verdict.inspection}"
    return Text(foot, style="quiet")


@dataclass(slots=True)
class TextReport:
    """Prints the one verdict whole, or a table once all of many are in."""

    stream: TextIO
    many: bool
    console: Console = field(init=False)
    rows: list[IndexRow] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.console = make_console(self.stream)

    def add(self, verdict: Verdict) -> None:
        """Print the verdict, or keep its row for the table."""
        if self.many:
            self.rows.append(index_row(verdict))
            return
        with writing(self.stream):
            render_verdict(verdict, self.console)

    def finish(self, summary: Summary) -> None:
        """Print the table, or only what was skipped when there is no table to print."""
        with writing(self.stream):
            if self.many:
                render_rows(self.rows, summary, self.console)
            else:
                render_skipped(summary, self.console)


def open_report(to: Destination) -> Report:
    """Start a text report."""
    return TextReport(to.stream, to.many)
