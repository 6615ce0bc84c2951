"""The verdict: everything Handgrad says about one submission, as one versioned, immutable value.

Every report, export and reward is a pure function of it. Numbers are finite or absent: no NaN reaches a reader.
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["AC", "WA", "RV", "TLE", "MLE", "OLE", "RTE", "CE", "JE"]
STATUSES: tuple[Status, ...] = ("AC", "WA", "RV", "TLE", "MLE", "OLE", "RTE", "CE", "JE")

#: What each status means, in the words reports use.
MEANING: dict[str, str] = {
    "AC": "accepted",
    "WA": "wrong answer",
    "RV": "rule violation",
    "TLE": "time limit exceeded",
    "MLE": "memory limit exceeded",
    "OLE": "output limit exceeded",
    "RTE": "run-time error",
    "CE": "cannot be loaded",
    "JE": "judge error",
}

Finite = Annotated[float, Field(allow_inf_nan=False)]


class Frozen(BaseModel):
    """An immutable record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class FindingRecord(Frozen):
    """A broken rule, from reading the source or from the sandbox refusing a call. Columns count from 1."""

    code: str
    rule: str
    severity: Literal["error", "warning"]
    origin: Literal["source", "runtime"]
    message: str
    help: str
    line: int | None
    column: int | None
    end_line: int | None
    end_column: int | None


class Worst(Frozen):
    """The element that is furthest off; a value that is not finite is given as a word."""

    index: tuple[int, ...]
    got: Finite | Literal["nan", "inf", "-inf"]
    expected: Finite


class ViewResult(Frozen):
    """How one view of one output compared.

    `error` is max|out - gold| over the rule's scale and None where it is not disclosed or not finite;
    `tolerance` is tau; `map` holds block maxima of the same ratio, at most 32 x 32.
    """

    part: str
    view: str
    accepted: bool
    error: Finite | None
    tolerance: Finite | None
    map: tuple[tuple[Finite, ...], ...] | None = None
    worst: Worst | None = None


class CaseResult(Frozen):
    """One case. A case that never ran has status None and no points."""

    name: str
    hidden: bool
    status: Status | None
    points: Finite
    views: tuple[ViewResult, ...] | None


class Diagnosis(Frozen):
    """What the wrong output looks like. `mistake` is the id of a known mistake, or None."""

    code: str
    message: str
    mistake: str | None = None
    view: str | None = None
    step: int | None = None
    confidence: Finite | None = None


class Output(Frozen):
    """What the submission printed, bounded and stripped of control characters."""

    text: str = ""
    truncated: bool = False


class Isolation(Frozen):
    """How the submission was confined: the level, and each layer that was on."""

    level: Literal["full", "confined", "process", "none"]
    layers: dict[str, bool]


class Verdict(Frozen):
    """Schema handgrad.verdict/v1."""

    schema_: Literal["handgrad.verdict/v1"] = Field("handgrad.verdict/v1", alias="schema")
    path: str
    student: str | None
    problem: str
    source_sha256: str | None
    source: str | None
    status: Status
    accepted: bool
    score: Annotated[float, Field(ge=0, le=1)] | None
    message: str
    findings: tuple[FindingRecord, ...]
    cases: tuple[CaseResult, ...]
    diagnosis: Diagnosis | None
    output: Output
    inspection: Literal["enforce", "advise"]
    isolation: Isolation
    versions: dict[str, str]
    timing: dict[str, Finite]

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


class Skipped(Frozen):
    """A file that was found but fits no problem, and why."""

    path: str
    reason: str


class Summary(Frozen):
    """Schema handgrad.summary/v1: the last line of a JSON run."""

    schema_: Literal["handgrad.summary/v1"] = Field("handgrad.summary/v1", alias="schema")
    total: int
    by_status: dict[Status, int]
    skipped: tuple[Skipped, ...]
    interrupted: bool

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True)


def record_schema(kind: str) -> dict[str, object]:
    """Give the JSON Schema (draft 2020-12) of a record: `verdict` or `summary`."""
    models: dict[str, type[Frozen]] = {"verdict": Verdict, "summary": Summary}
    schema = models[kind].model_json_schema(by_alias=True, mode="serialization")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
