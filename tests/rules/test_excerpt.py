"""The excerpt: one line and its carets, whatever the line holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.rules.excerpt import WIDTH, excerpt


def test_carets_stand_under_the_place() -> None:
    """Columns count from one and the end is exclusive."""
    assert excerpt("a\nx = bad(1)\n", 2, 5, 2, 8) == "    2 | x = bad(1)\n      |     ^^^"


def test_tabs_and_wide_letters_keep_the_carets_in_place() -> None:
    """A tab is four spaces; a wide letter takes two cells, a combining one none."""
    assert excerpt("\tbad", 1, 2, 1, 5) == "    1 |     bad\n      |     ^^^"
    assert excerpt("漢e\u0301 = bad", 1, 7, 1, 10).split("\n")[1] == "      |       ^^^"


@pytest.mark.parametrize("nasty", ["\x1b[31m", "\x07", "\u202e", "\x85", "\u2028", "\x9b", "\x00", "\u200b"])
def test_nothing_reaches_the_terminal_but_text(nasty: str) -> None:
    """Escape sequences, bells and marks that reorder a line are shown as question marks."""
    shown = excerpt(f"x = '{nasty}' + bad", 1, 5, 1, 6)
    assert all(c.isprintable() or c == "\n" for c in shown)


def test_a_long_line_is_cut_around_the_place() -> None:
    """The place is in sight and its carets under it, however long the line."""
    line, carets = excerpt("a" * 50_000 + "BAD" + "b" * 50_000, 1, 50_001, 1, 50_004).split("\n")
    assert len(line) < WIDTH + 20
    assert line[carets.index("^") : carets.rindex("^") + 1] == "BAD"


def test_a_place_over_several_lines_reaches_the_end_of_the_first() -> None:
    """Only the first line is shown."""
    assert excerpt("f(1,\n2)", 1, 1, 2, 3).endswith("| ^^^^")


@given(
    st.text(max_size=200),
    st.integers(-3, 10),
    st.integers(-3, 300),
    st.integers(-3, 10),
    st.integers(-3, 300),
)
def test_any_place_in_any_text_is_shown_or_left_out(
    source: str, line: int, column: int, end: int, stop: int
) -> None:
    """Nothing raises, and nothing unprintable comes out."""
    assert all(c.isprintable() or c == "\n" for c in excerpt(source, line, column, end, stop))
