"""The one place where a terminal is opened, so that colour, width and encoding are decided once."""

import os
from collections.abc import Mapping
from contextlib import suppress
from io import TextIOWrapper
from typing import Final, TextIO

from rich.console import Console
from rich.theme import Theme

# The sixteen colours of the reader's own terminal theme, so that light and dark ones both stay legible.
THEME: Final = Theme(
    {
        "good": "bold green",
        "bad": "bold red",
        "limit": "bold yellow",
        "quiet": "dim",
        "heading": "bold",
        "accent": "cyan",
        "code": "default",
    },
    inherit=False,
)


def make_console(stream: TextIO, *, width: int | None = None) -> Console:
    """Return a console for a report on `stream`.

    NO_COLOR, when it is not empty, means no escape sequence at all; FORCE_COLOR forces colour where it is absent.
    A character that the stream's encoding lacks is written as an escape instead of ending the report.
    """
    if isinstance(stream, TextIOWrapper):
        with suppress(OSError, ValueError):
            stream.reconfigure(errors="backslashreplace")
    # A screen that is somewhere else brings its environment along (`harness/reports/screen.py`).
    environ: Mapping[str, str] = getattr(stream, "environ", os.environ)
    return Console(
        file=stream,
        width=width,
        _environ=environ,
        color_system=None if environ.get("NO_COLOR") else "auto",
        theme=THEME,
        # Text of a stranger passes through here: nothing in it is markup, an emoji name or a link.
        markup=False,
        emoji=False,
        highlight=False,
        soft_wrap=False,
    )
