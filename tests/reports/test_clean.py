"""Hostile text stops in one function, one character for one character."""

import unicodedata

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
