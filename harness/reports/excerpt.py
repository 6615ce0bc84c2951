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
    meant = lines[finding.line - 1]
    under = underlined(meant, finding)
    if under is not None:
        under = (_widened(meant, under[0]), _widened(meant, under[1]))
    # All lines of one excerpt move together, or its indentation would lie.
    start = min(max(0, under[1] - width), under[0]) if under else 0
    return tuple(
        ExcerptLine(
            number,
            lines[number - 1].replace("\t", TAB)[start : start + width],
            (under[0] - start, min(under[1] - start, width)) if under and number == finding.line else None,
        )
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


def _widened(line: str, column: int) -> int:
    """Return where a column stands once every tab before it is as wide as TAB."""
    return column + (len(TAB) - 1) * line[:column].count("\t")
