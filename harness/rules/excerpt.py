"""A line of the submission with carets under what a finding means, safe to print on any terminal."""

WIDTH = 100
TAB = 4


def excerpt(
    source: str,
    line: int,
    column: int | None = None,
    end_line: int | None = None,
    end_column: int | None = None,
) -> str:
    """Return the line, numbered, and a line of carets under it; empty if there is no such line.

    Args:
        source: the one text.
        line: counted from 1.
        column: counted from 1, in characters; None leaves the carets out.
        end_line: the last line of the place; the carets reach to the end of the first line if it is another.
        end_column: exclusive.

    Control characters become `?`, tabs become spaces, and long lines are cut around the place.
    """
    lines = source.split("\n")
    if not 1 <= line <= len(lines):
        return ""
    raw = lines[line - 1]
    start = min(max((column or 1) - 1, 0), len(raw))
    stop = len(raw) if end_line is not None and end_line != line else (end_column or start + 2) - 1
    stop = min(max(stop, start + 1), max(len(raw), start + 1))
    # Cut by characters before anything is widened, so that a line of a million is never worked on.
    first = max(0, start - WIDTH // 2) if len(raw) > WIDTH else 0
    shown = raw[first : first + WIDTH]
    lead = "..." if first else ""
    tail = "..." if first + WIDTH < len(raw) else ""
    before = neutral(shown[: start - first])
    marked = neutral(shown[start - first : stop - first])
    text = f"{lead}{before}{marked}{neutral(shown[stop - first :])}{tail}"
    margin = f"{line:>5} | "
    if column is None:
        return f"{margin}{text.rstrip()}"
    carets = "^" * max(_width(marked.rstrip()), 1)
    return f"{margin}{text.rstrip()}\n      | {' ' * (len(lead) + _width(before))}{carets}"


def neutral(text: str) -> str:
    """Replace tabs by spaces, and whatever could move a cursor, colour a terminal or reorder a line by `?`."""
    return "".join(" " * TAB if c == "\t" else c if c.isprintable() else "?" for c in text)


def _width(text: str) -> int:
    """Count terminal cells: wide characters take two, combining ones none."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)
