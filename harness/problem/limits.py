"""Limits with their units: `2 s per case`, `8 s`, `512 MiB`."""

import re
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from harness.problem.errors import shown
from harness.problem.fields import Model, wrong

_TIME = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(ms|s|min)(\s+per\s+case)?\s*\Z")
_MEMORY = re.compile(r"\s*(\d+)\s*(KiB|MiB|GiB)\s*\Z")
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
_BYTES = {"KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


@dataclass(frozen=True)
class Limits:
    """What a submission may use: `time` seconds per case, `total` seconds, `memory` bytes."""

    time: float = 2.0
    total: float = 8.0
    memory: int = 512 << 20


def seconds(value: Any, *, per_case: bool) -> float:
    """Read a time with its unit."""
    example = "2 s per case" if per_case else "8 s"
    match = _TIME.match(value) if isinstance(value, str) else None
    if match is None or (match[3] and not per_case):
        raise wrong(f"{shown(value)} is no time", f"Write a number and ms, s or min, for example `{example}`")
    result = float(match[1]) * _SECONDS[match[2]]
    if not 0 < result <= 3600:
        raise wrong(f"{shown(value)} is not between 0 and an hour", f"Use, for example, `{example}`")
    return result


def byte_count(value: Any) -> int:
    """Read an amount of memory with its unit."""
    match = _MEMORY.match(value) if isinstance(value, str) else None
    if match is None:
        raise wrong(
            f"{shown(value)} is no amount of memory",
            "Write a number and KiB, MiB or GiB, for example `512 MiB`",
        )
    result = int(match[1]) * _BYTES[match[2]]
    if not 16 << 20 <= result <= 64 << 30:
        raise wrong(f"{shown(value)} is not between 16 MiB and 64 GiB", "Use, for example, `512 MiB`")
    return result


def _text(pattern: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern})


class LimitsSpec(Model):
    """The `limits:` of a spec."""

    time: Annotated[
        float,
        BeforeValidator(lambda value: seconds(value, per_case=True)),
        _text(r"^\s*\d+(\.\d+)?\s*(ms|s|min)(\s+per\s+case)?\s*$"),
        Field(validate_default=False),
    ] = 2.0
    total: Annotated[
        float,
        BeforeValidator(lambda value: seconds(value, per_case=False)),
        _text(r"^\s*\d+(\.\d+)?\s*(ms|s|min)\s*$"),
        Field(validate_default=False),
    ] = 8.0
    memory: Annotated[
        int,
        BeforeValidator(byte_count),
        _text(r"^\s*\d+\s*(KiB|MiB|GiB)\s*$"),
        Field(validate_default=False),
    ] = 512 << 20

    def limits(self) -> Limits:
        """Return plain limits."""
        return Limits(self.time, self.total, self.memory)
