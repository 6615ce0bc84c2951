"""JSON Lines: one verdict per line in the order they end, then one summary.

Output is pure ASCII: every other character is a JSON escape, which loses nothing, survives any encoding of
standard output, and keeps a submission's text from reaching a terminal as anything but text.
"""

import json
from dataclasses import dataclass
from typing import Any, TextIO

from harness.judging.verdict import Summary, Verdict
from harness.reports.clean import encodable, without_commands
from harness.reports.disclose import disclosed
from harness.reports.registry import Destination, Report
from harness.reports.write import emit


def verdict_line(verdict: Verdict) -> str:
    """Return one line of JSON, schema handgrad.verdict/v1, without its newline."""
    return _line(disclosed(verdict).model_dump(mode="python", by_alias=True))


def summary_line(summary: Summary) -> str:
    """Return one line of JSON, schema handgrad.summary/v1, without its newline."""
    return _line(summary.model_dump(mode="python", by_alias=True))


def _line(value: dict[str, Any]) -> str:
    # A lone surrogate would be written as an escape that strict readers refuse.
    text = json.dumps(_encodable(value), ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return without_commands(text)


def _encodable(value: Any) -> Any:
    if isinstance(value, str):
        return encodable(value)
    if isinstance(value, dict):
        return {_encodable(key): _encodable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_encodable(item) for item in value]
    return value


@dataclass(slots=True)
class JsonReport:
    """Writes a line as each verdict ends, flushed, so that a reader can follow."""

    stream: TextIO

    def add(self, verdict: Verdict) -> None:
        """Write one verdict."""
        emit(self.stream, verdict_line(verdict) + "\n")

    def finish(self, summary: Summary) -> None:
        """Write the summary."""
        emit(self.stream, summary_line(summary) + "\n")


def open_report(to: Destination) -> Report:
    """Start a JSON Lines report."""
    return JsonReport(to.stream)
