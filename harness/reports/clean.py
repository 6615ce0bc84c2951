"""Makes text that a stranger wrote safe to look at, in a terminal and on a page alike.

A submission, its output and even its path are hostile: escape sequences repaint a terminal, bidirectional
overrides make source read differently from what runs, a lone surrogate breaks an encoder, and a line of a
CI log may be a command to the machine that runs it. Each such character is replaced by exactly one visible character, so that columns keep counting.
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

# Commands in the logs of CI services: `::error file=x::words` at the start of a line, which a wrapped sentence may
# put it at, and `##[error]words` or `##vso[task.complete]` anywhere. Their first mark is replaced by its wide form.
_COMMAND: Final = re.compile(r":(?=:[A-Za-z][\w-]*(?:[ \t][^\n]*?)?::)|#(?=#(?:vso)?\[[A-Za-z])")
_WIDE: Final = {":": "\N{FULLWIDTH COLON}", "#": "\N{FULLWIDTH NUMBER SIGN}"}

_SURROGATES: Final = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return `text` with every control, override, invisible character and log command made visible, one for one.

    Newlines and tabs stay; CRLF becomes a newline, and a lone CR, which would overwrite its line, a picture.
    """
    shown = text.replace("\r\n", "\n").translate(_TABLE)
    return _COMMAND.sub(lambda mark: _WIDE[mark[0]], shown)


def clean_line(text: str) -> str:
    """Return `text` cleaned and on one line: runs of white space, newlines included, become one space."""
    # Joined first: what stands on two lines may be a command on one.
    return clean(" ".join(clean(text).split()))


def encodable(text: str) -> str:
    """Return `text` without lone surrogates, so that any Unicode encoder accepts it; all else is kept."""
    return _SURROGATES.sub(REPLACEMENT, text)


def without_commands(line: str) -> str:
    """Return JSON in which no string holds `##`, as CI services look for in a log; it means the same."""
    return line.replace("##", "#\\u0023")
