"""The whole of a spec as YAML holds it. `spec.py` turns it into a `Problem`."""

from typing import Annotated, Any, Literal

from pydantic import Field, WithJsonSchema

from harness.problem.cases import Case
from harness.problem.fields import FreeName, Model, Name, Words
from harness.problem.inputs import Input
from harness.problem.layout import Returns
from harness.problem.limits import LimitsSpec
from harness.problem.outputs import Output
from harness.problem.policy import CHOICES, Policy

_CHOICE_KEYS = [key for key in Policy.__dataclass_fields__ if key != "imports"]
_POLICY_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        **{key: {"enum": ["refuse"] if key == "autograd" else list(CHOICES)} for key in _CHOICE_KEYS},
        "imports": {"type": "array", "items": {"type": "string"}},
    },
}

Difficulty = Literal["easy", "medium", "hard"]
Framework = Literal["pytorch", "numpy"]
Text = Annotated[str, Field(min_length=1)]


class Spec(Model):
    """A problem for `solve`: what it is given, what it returns, and on which cases it is judged."""

    schema_: Annotated[str | None, Field(alias="$schema")] = None
    title: Text
    difficulty: Difficulty
    topics: Words = ()
    requires: Annotated[tuple[Name, ...], Field(strict=False)] = ()
    frameworks: Annotated[tuple[Framework, ...], Field(strict=False, min_length=1)] = ("pytorch",)
    statement: Text
    hints: Words = ()
    inputs: Annotated[dict[FreeName, Input], Field(min_length=1)]
    returns: Returns
    outputs: Annotated[dict[FreeName, Output], Field(min_length=1)]
    cases: Annotated[dict[Name, Case], Field(min_length=1)]
    limits: LimitsSpec = LimitsSpec()
    policy: Annotated[Any, WithJsonSchema(_POLICY_SCHEMA)] = None
