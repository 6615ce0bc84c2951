"""What a command and a resident judge say to each other: one question on each connection.

    command   one frame: a `Request` as its header, the submission's bytes as its body, at most READ_LIMIT
    judge     any number of {"op": "busy"}, one a second, so that silence means it hangs; then one of
              verdict   the body is the report as text, or the verdict as a JSON record
              unfit     the case or the framework asked for is not the problem's: the command says so in its words
              stale     the code has changed since this judge was started; it takes no more questions and ends
              foreign   it judges another course
              failed    a bug of ours; the traceback is in its log

Frames are those of `harness.sandbox.wire`: lengths are bounded before a byte is read, a header is a shallow JSON
object, and nothing is unpickled. A connection that ends before the verdict takes back the question; one that the
judge closes without a word is of another user, or one too many.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

from harness.runs.discover import READ_LIMIT
from harness.sandbox.wire import Header, WireError

__all__ = ["ANSWER_LIMIT", "BEAT", "PATIENCE", "READ_LIMIT", "Request"]

#: The longest answer, in bytes: a mebibyte of source as JSON escapes, its maps, its words.
ANSWER_LIMIT = 64 << 20
#: Seconds between two signs of life, and of silence after which the other side is given up.
BEAT = 1.0
PATIENCE = 10.0
#: The longest text in a request: a path, with room for its escapes.
_TEXT_LIMIT = 8192

_CHOICES = {"isolation": ("auto", "full", "confined", "process"), "inspection": ("enforce", "advise")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One submission and how it is to be judged.

    Attributes:
        identity, fingerprint: whose judge, and which code, the command means (see `place`).
        problem, path, student: as in the verdict; the path is shown and never opened.
        isolation, inspection, case, framework: the options of `handgrad grade`.
        screen: where the report will be shown (`harness.reports.screen`); None asks for the record.
    """

    identity: str
    fingerprint: str
    problem: str
    path: str
    student: str | None
    isolation: str
    inspection: Literal["enforce", "advise"]
    case: str | None
    framework: Literal["pytorch", "numpy"] | None
    screen: Mapping[str, Any] | None = None

    def header(self) -> Header:
        """Give the header that carries it."""
        return asdict(self)

    @classmethod
    def read(cls, header: Header) -> "Request":
        """Take a header apart, trusting no field of it. Raises WireError."""
        if header.keys() != {field.name for field in fields(cls)}:
            raise WireError("a request has other fields than this version's")
        optional = {"student", "case", "framework"}
        for name, value in header.items():
            if name == "screen":
                if value is not None and not isinstance(value, dict):
                    raise WireError("a screen is described by an object")
            elif not (isinstance(value, str) and len(value) <= _TEXT_LIMIT) and not (
                value is None and name in optional
            ):
                raise WireError(f"{name} is not a short text")
        for name, choices in _CHOICES.items():
            if header[name] not in choices:
                raise WireError(f"{name} is not one of {', '.join(choices)}")
        if header["framework"] not in ("pytorch", "numpy", None):
            raise WireError("there is no such framework")
        return cls(**header)
