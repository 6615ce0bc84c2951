"""Makes text that a stranger wrote safe to look at, in a terminal and on a page alike.

A submission, its output and even its path are hostile: escape sequences repaint a terminal, bidirectional
overrides make source read differently from what runs, a lone surrogate breaks an encoder.
Each such character is replaced by exactly one visible character, so that columns keep counting.
"""

import re
from typing import Final

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# What has no visible form of its own, or changes how the characters around it are read.
_HOSTILE: Final = (
    *range(0x80, 0xA0),  # C1 controls: some terminals take U+009B for an escape sequence's start
    0x00AD,  # soft hyphen: a name that is not the name it looks like
    0x061C,  # Arabic letter mark
    0x180E,
    0x200B,  # zero-width space
    0x200E,
    0x200F,  # left-to-right and right-to-left marks
    0x2028,
    0x2029,  # line and paragraph separators: a second line for some readers only
    *range(0x202A, 0x202F),  # embeddings and overrides
    *range(0x2060, 0x2070),  # word joiner, invisible operators, isolates
    *range(0xD800, 0xE000),  # lone surrogates
    0xFEFF,
    *range(0xFFF9, 0xFFFC),  # interlinear annotation
    0xFFFE,
    0xFFFF,
    *range(0xE0000, 0xE0080),  # tag characters
)

_TABLE: Final = {
    **{
        code: 0x2400 + code for code in range(0x20) if code not in (0x09, 0x0A)
    },  # control pictures: ESC is shown
    0x7F: 0x2421,
    **dict.fromkeys(_HOSTILE, ord(REPLACEMENT)),
}

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` with every control, override and invisible character made visible, one for one.

    Newlines and tabs stay; CRLF becomes a newline, and a lone CR, which would overwrite its line, a picture.
    """
    return text.replace("\r\n", "\n").translate(_TABLE)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: runs of white space, newlines included, become one space."""
    return " ".join(clean(text).split())


def encodable(text: str) -> str:
    """Return `text` without lone surrogates, so that any Unicode encoder accepts it; all else is kept."""
    return _SURROGATES.sub(REPLACEMENT, text)
