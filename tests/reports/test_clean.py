"""Hostile text stops in one function, one character for one character."""

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.reports.clean import clean, clean_line, encodable

ANYTHING = st.text(st.characters())  # lone surrogates too


@settings(deadline=None)
@given(ANYTHING)
def test_nothing_hostile_is_left(text):
    """After cleaning no control, override or surrogate remains, except newlines and tabs."""
    for character in clean(text):
        category = unicodedata.category(character)
        assert character in "\n\t" or category not in {"Cc", "Cs", "Zl", "Zp"}, hex(ord(character))
        assert unicodedata.bidirectional(character) not in {
            "LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI",
        }  # fmt: skip


@settings(deadline=None)
@given(ANYTHING)
def test_columns_still_count(text):
    """Cleaning replaces one for one, so that a finding's columns keep their meaning; only CRLF is shortened."""
    assert len(clean(text)) == len(text.replace("\r\n", "\n"))


@settings(deadline=None)
@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(text):
    """A text may pass more than one layer of a report."""
    assert clean(clean(text)) == clean(text)


@settings(deadline=None)
@given(ANYTHING)
def test_a_line_is_one_line(text):
    """No field can begin a line of its own."""
    assert len(clean_line(text).splitlines()) <= 1


def test_plain_text_is_untouched():
    """Letters of any script, accents, mathematics and emoji are what people write."""
    text = "λ = ∂L/∂W, naïve, 日本語, \N{GRINNING FACE}, e\u0301, tab\there\n"
    assert clean(text) == text
    assert encodable(text) == text


def test_an_escape_is_shown():
    """A reader sees that there was an escape sequence, and the terminal does not."""
    assert clean("\x1b[31mred") == "\N{SYMBOL FOR ESCAPE}[31mred"


@pytest.mark.parametrize(
    "command",
    [
        "::error::x",
        "  ::warning file=a.py,line=1::x",
        ":::error::x",
        "a ##[error]x",
        "##vso[task.complete]",
        "::a\n::b",
    ],
)
def test_a_line_of_a_log_is_no_command(command: str) -> None:
    """What CI services obey is shown, and nothing that they would obey is left, wherever a line may be broken."""
    shown = clean_line(command)
    assert len(shown) == len(" ".join(command.split()))
    assert not re.search(r"::[\w-]+( .*)?::|##(vso)?\[", shown)


def test_slices_and_comments_stay_as_they_are() -> None:
    """Two colons in code are no command, nor are two signs in a comment."""
    code = "x[::-1], y[:: step] ## see [1]\nz = a[::k]"
    assert clean(code) == code
