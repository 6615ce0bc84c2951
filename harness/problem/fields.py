"""The building blocks of the spec's models: strict, frozen, and with faults in our own words.

Pydantic checks types and unknown keys. What it cannot know (that a size is an expression, that a name
must be usable in one) is checked by the validators here, which raise `wrong(...)`.
"""

import keyword
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from harness.problem.errors import ProblemError
from harness.problem.shapes import Expr, parse

#: Keys of a case that are not dimensions or inputs.
RESERVED = ("show", "diagnose", "purpose", "points", "feedback", "scales")
#: Names that mean something else in an expression, a file or a call.
_TAKEN = frozenset({*RESERVED, "ceil", "solve"})


def wrong(what: str, fix: str = "") -> PydanticCustomError:
    """Return the error that a validator raises to say `what`, and what to do about it."""
    return PydanticCustomError("handgrad", "{what}", {"what": what, "fix": fix})


class Model(BaseModel):
    """A piece of a spec: immutable, without coercion, without unknown keys."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class _SizeType:
    """Teaches pydantic to read a size expression from text or a whole number."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            _size, serialization=core_schema.plain_serializer_function_ser_schema(str)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "anyOf": [{"type": "integer"}, {"type": "string"}],
            "description": "A size: whole numbers, dimension names, + - * // and ceil(a / b).",
        }


def _size(value: Any) -> Expr:
    try:
        return parse(value)
    except ProblemError as error:
        raise wrong(error.what, error.fix) from None


def _name(value: str) -> str:
    if not value.isidentifier() or not value.isascii():
        raise wrong(f"`{value}` is no name", "Use letters, digits and _, not beginning with a digit")
    if keyword.iskeyword(value):
        raise wrong(f"`{value}` is a word of Python", "Choose another name")
    return value


def _free_name(value: str) -> str:
    if _name(value) in _TAKEN:
        raise wrong(f"the name `{value}` is reserved", "Choose another name")
    return value


def _reference(value: str) -> str:
    for part in value.split("/", 1):
        _name(part)
    return value


Size = Annotated[Expr, _SizeType]
#: A list in YAML, a tuple here.
Shape = Annotated[tuple[Size, ...], Field(strict=False)]
Name = Annotated[str, AfterValidator(_name)]
#: The name of an input, or of a group's member: `w_enc`, `params/W1`.
Reference = Annotated[str, AfterValidator(_reference)]
FreeName = Annotated[str, AfterValidator(_free_name)]
Words = Annotated[tuple[str, ...], Field(strict=False)]
Positive = Annotated[float, Field(gt=0)]
NotNegative = Annotated[float, Field(ge=0)]
