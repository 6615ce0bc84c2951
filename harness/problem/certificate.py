"""What a golden says about how well its problem was proved: noise < tolerance < nearest known mistake, in numbers.

A certificate holds counts and margins, never seconds, dates or names of machines, so that the same course gives the
same bytes. Distances are in units of a view's scale (that of its rule, `harness/judging/rule.py`): an answer is
accepted where its distance is at most tau. Numbers keep three digits; an infinite one is None, for JSON has none.
"""

import json
import math
from dataclasses import asdict, dataclass, fields
from functools import cache
from typing import TYPE_CHECKING, Literal

from harness.problem.layout import Judged

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Status = Literal["uncertified", "certified"]
SCHEMA = "handgrad.certificate/v1"


@dataclass(frozen=True)
class ViewProof:
    """One view of the problem.

    Attributes:
        view: `part/view`.
        judged: its rule.
        tau: the relative tolerance, 0 for `exact`.
        floor: the absolute tolerance.
        given: whether tau stands in the spec; else it was found.
        measured: the worst distance of a right answer in float32: the reference, and the known good programs.
        estimated: the distance that other right formulas are expected to keep within.
        nearest: the mistake that is nearest to tau among those that this view shows best; None without any.
        distance: of that mistake, where it shows most.
    """

    view: str
    judged: Judged
    tau: float
    floor: float
    given: bool
    measured: float
    estimated: float
    nearest: str | None
    distance: float | None

    @property
    def noise(self) -> float:
        """The noise floor: the larger of what was measured and what is expected."""
        return max(self.measured, self.estimated)


@dataclass(frozen=True)
class CaseProof:
    """One case.

    Attributes:
        case: its name.
        oracle: the worst difference between reference and oracle, in units of a view's scale.
        noise: the noise floor as a share of the tolerance, in the worst view.
        nearest: the mistake that it rejects most narrowly; None if it rejects none.
        margin: that mistake's distance over the tolerance, in its best view.
        hides: the mistakes that it accepts.
        near: the mistakes that it rejects by less than the safety factor.
    """

    case: str
    oracle: float
    noise: float
    nearest: str | None
    margin: float | None
    hides: tuple[str, ...]
    near: tuple[str, ...]


@dataclass(frozen=True)
class MistakeProof:
    """One known mistake: how far beyond the tolerance it is where it shows best, on the worst draw.

    Attributes:
        id: the mistake.
        margin: its distance over the tolerance; None where its answer cannot even be compared.
        case: where it shows best.
        view: the view that shows it best; None where its answer cannot be compared.
        narrow: the author's reason why the margin may be below the safety factor.
    """

    id: str
    margin: float | None
    case: str
    view: str | None
    narrow: str | None = None


@dataclass(frozen=True)
class NullProof:
    """An answer that needs no understanding, and how far it is rejected.

    Attributes:
        name: what it is.
        margin: its distance over the tolerance where it shows best, on the worst draw; None for infinite.
        case: where it shows best.
        right: the cases on which it is the right answer.
    """

    name: str
    margin: float | None
    case: str
    right: tuple[str, ...]


@dataclass(frozen=True)
class DifferencingProof:
    """That differencing parameter by parameter runs out of time.

    Attributes:
        case: the case on which it cannot finish within the total limit.
        parameters: how many there are.
        attackers: each attack and the evaluations of the loss that it would need.
    """

    case: str
    parameters: int
    attackers: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Certificate:
    """The standing of a golden.

    Attributes:
        status: an uncertified golden was built without known mistakes; its numbers promise nothing about them.
        safety: the factor that is asked for on both sides of the tolerance.
        draws: on how many draws of the inputs all this was found to hold.
        views, cases, mistakes, nulls: see there.
        accepted, rejected: how many known good and known wrong programs were judged so.
        differencing: None where the policy lets it be, or nothing is differentiated.
        notes: what the author should know although nothing is wrong.
    """

    status: Status = "uncertified"
    safety: float = 10.0
    draws: int = 1
    views: tuple[ViewProof, ...] = ()
    cases: tuple[CaseProof, ...] = ()
    mistakes: tuple[MistakeProof, ...] = ()
    nulls: tuple[NullProof, ...] = ()
    accepted: int = 0
    rejected: int = 0
    differencing: DifferencingProof | None = None
    notes: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return a JSON object that `from_json` reads back."""
        return {"schema": SCHEMA, **asdict(self)}

    @classmethod
    def from_json(cls, data: object) -> "Certificate":
        """Read what `to_json` wrote, and nothing else.

        Raises:
            ValueError: another version, or a field that is missing, unknown or of another type.
        """
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError("the certificate is of another version")
        body = {key: value for key, value in data.items() if key != "schema"}
        if set(body) != {field.name for field in fields(cls)}:
            raise ValueError("the certificate lacks a field or has one too many")
        certificate: Certificate = _adapter().validate_json(json.dumps(body, allow_nan=False))
        return certificate

    @property
    def narrow(self) -> tuple[MistakeProof, ...]:
        """The mistakes with less margin than the safety factor, each with its author's reason."""
        return tuple(one for one in self.mistakes if one.margin is not None and one.margin < self.safety)


@cache
def _adapter() -> "TypeAdapter[Certificate]":
    from pydantic import ConfigDict, TypeAdapter

    config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    for one in (ViewProof, CaseProof, MistakeProof, NullProof, DifferencingProof, Certificate):
        setattr(one, "__pydantic_config__", config)  # noqa: B010 - an attribute that only pydantic knows
    return TypeAdapter(Certificate)


def rounded(value: float) -> float:
    """A finite number to three significant digits, as certificates keep it."""
    return float(f"{value:.2e}")


def finite(value: float) -> float | None:
    """A number as certificates keep it: three digits, None for infinite."""
    return rounded(value) if math.isfinite(value) else None
