"""A report for a screen that is somewhere else: what must be known of it, and a stream that stands in for it.

A resident judge writes the report of a single submission itself, because importing what draws it takes the command
longer than everything else it does. `describe` runs in the command and imports nothing of weight; `draw` runs in the
judge.
"""

import io
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

from harness.reports import registry

if TYPE_CHECKING:
    from harness.judging.verdict import Summary, Verdict

#: The formats that are drawn this way: one text, written when the verdict is there.
DRAWN = ("text", "json")
#: What of the environment decides how a report looks: colour, and the width where there is no terminal.
_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "COLORTERM", "COLUMNS", "LINES", "TTY_COMPATIBLE",
              "TTY_INTERACTIVE")  # fmt: skip


def describe(format_name: str, stream: TextIO | None) -> dict[str, Any]:
    """Describe where a report goes: a stream, or a file still to be opened (None)."""
    environ = {name: os.environ[name][:64] for name in _VARIABLES if name in os.environ}
    terminal = stream is not None and stream.isatty()
    # A terminal's own width, where nothing else says one; a dumb one has 80 columns, whatever it says.
    if "COLUMNS" not in environ and not (terminal and environ.get("TERM", "").lower() in ("dumb", "unknown")):
        for descriptor in (0, 1, 2):
            try:
                environ["COLUMNS"] = str(os.get_terminal_size(descriptor).columns)
            except OSError:
                continue
            break
    encoding = getattr(stream, "encoding", None) or "utf-8"
    return {"format": format_name, "encoding": encoding, "terminal": terminal, "environ": environ}


class Screen(io.StringIO):
    """A stream that has the encoding, the terminal and the environment of another process's."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        """Take a description apart. Raises ValueError when it is none."""
        super().__init__()
        environ = described.get("environ")
        encoding = described.get("encoding")
        if not isinstance(environ, dict) or not isinstance(encoding, str):
            raise ValueError("this describes no screen")  # noqa: TRY004 - it came over a wire, where types are values
        self._encoding = encoding
        self._terminal = described.get("terminal") is True
        self.environ = {str(name): str(value) for name, value in environ.items() if name in _VARIABLES}

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding that the text will be written in."""
        return self._encoding

    def isatty(self) -> bool:
        """Whether the text will reach a terminal."""
        return self._terminal


def draw(verdict: "Verdict", summary: "Summary", described: Mapping[str, Any]) -> str:
    """Write the whole report of one submission. Raises ValueError for what describes no screen."""
    if described.get("format") not in DRAWN:
        raise ValueError("this format is not drawn from afar")
    screen = Screen(described)
    report = registry.find_format(described["format"]).open(registry.Destination(screen))
    report.add(verdict)
    report.finish(summary)
    return screen.getvalue()
