"""The lines of a submission around a finding, with a caret under what is meant.

Kept behind one function, so that the helper of the rules room can take its place.
"""

from dataclasses import dataclass

from harness.judging.verdict import FindingRecord
from harness.reports.clean import clean

TAB = "    "


@dataclass(frozen=True, slots=True)
class ExcerptLine:
    """One line: its number, its text with tabs widened, and the columns to underline, 0-based and end-exclusive."""

    number: int
    text: str
    under: tuple[int, int] | None


def source_lines(source: str) -> list[str]:
    """Return a source as clean lines, numbered from 1 by their place; columns still count as in the source."""
    return clean(source).split("\n")


def excerpt(
    source: str, finding: FindingRecord, *, around: int = 1, width: int = 200
) -> tuple[ExcerptLine, ...]:
    """Return the finding's line and `around` lines on either side; nothing where the line does not exist.

    `width` bounds the characters of a line: a long line is cut to a window that holds the finding.
    """
    lines = source_lines(source)
    if finding.line is None or not 1 <= finding.line <= len(lines):
        return ()
    first, last = max(1, finding.line - around), min(len(lines), finding.line + around)
    under = underlined(lines[finding.line - 1], finding)
    # All lines of one excerpt move together, or its indentation would lie.
    start = max(0, under[1] - width + 1) if under else 0
    start = min(start, under[0]) if under else 0
    return tuple(
        _line(number, lines[number - 1], under if number == finding.line else None, start, width)
        for number in range(first, last + 1)
    )


def underlined(line: str, finding: FindingRecord) -> tuple[int, int] | None:
    """Return the 0-based, end-exclusive columns of a finding on its first line, or None where it has none."""
    if finding.column is None:
        return None
    begin = min(max(finding.column - 1, 0), len(line))
    one_line = finding.end_line in (None, finding.line)
    end = (
        finding.end_column - 1
        if one_line and finding.end_column is not None
        else begin + 1
        if one_line
        else len(line)
    )
    return begin, max(begin + 1, min(end, max(len(line), begin + 1)))


def _line(number: int, text: str, under: tuple[int, int] | None, start: int, width: int) -> ExcerptLine:
    cut = text[start : start + width]
    if under is not None:
        begin, end = max(under[0] - start, 0), min(under[1] - start, width)
        # Widen tabs by hand: every tab is as wide as TAB, wherever it stands, so that carets stay exact.
        wide = tuple(place + (len(TAB) - 1) * cut[:place].count("\t") for place in (begin, end))
        under = (wide[0], wide[1])
    return ExcerptLine(number, cut.replace("\t", TAB), under)
