"""One broken rule at one place in a submission: the type that every rule returns.

Lines and columns count from 1, columns in characters (not bytes); the end column is exclusive.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule, where it was met, and what to do instead.

    `severity` is "error" when the rule is certain, "warning" when only a person can tell.
    `origin` is "source" for what was read and "runtime" for what the sandbox refused;
    a runtime finding without a known line has `line` None.
    """

    code: str
    rule: str
    severity: Literal["error", "warning"]
    message: str
    help: str
    line: int | None = None
    column: int | None = None
    end_line: int | None = None
    end_column: int | None = None
    origin: Literal["source", "runtime"] = "source"


@dataclass(frozen=True, slots=True)
class LoadFailure:
    """Why a source cannot be loaded at all (verdict CE): one sentence and, where known, a place."""

    message: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Inspection:
    """What reading a submission told: its one text (None when it cannot be decoded) and the findings."""

    source: str | None
    findings: tuple[Finding, ...] = ()
    failure: LoadFailure | None = None

    @property
    def clean(self) -> bool:
        """True when nothing in the source rejects the submission."""
        return self.failure is None and not any(f.severity == "error" for f in self.findings)
