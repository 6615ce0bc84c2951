"""An output of `solve`: its shape, how it is judged, and the views it is judged in.

w_enc: {shape: [d, 2*d_z], judged: update, of: w_enc, views: {mu: [":", ":d_z"], log_var: [":", "d_z:"]}}
loss:  {shape: [], judged: scaled, tau: 1e-5}
m:     {like: m, judged: scaled}                 # the members and shapes of an input
grads: {group: {W: {shape: [d, h]}, b: {shape: [h]}}, judged: scaled}
"""

from typing import Annotated, Any, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic_core import CoreSchema, core_schema

from harness.problem.errors import ProblemError, shown
from harness.problem.fields import Model, Name, NotNegative, Positive, Reference, Shape, wrong
from harness.problem.layout import Judged, PartType
from harness.problem.shapes import Expr, parse


class Cut:
    """One axis of a view: `start:stop`, each a size expression or left out."""

    __slots__ = ("start", "stop", "text")

    def __init__(self, text: str) -> None:
        parts = text.split(":")
        if len(parts) != 2:
            raise ProblemError(
                f"`{text}` is not a slice",
                fix='Write "start:stop" in quotes, for example ":", ":d_z" or "d_z:"',
            )
        self.text = text
        self.start: Expr | None = parse(parts[0]) if parts[0].strip() else None
        self.stop: Expr | None = parse(parts[1]) if parts[1].strip() else None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Cut) and other.text == self.text

    def __hash__(self) -> int:
        return hash(self.text)

    def __repr__(self) -> str:
        return f"Cut({self.text!r})"

    def __reduce__(self) -> tuple[object, ...]:
        return (Cut, (self.text,))

    @property
    def names(self) -> frozenset[str]:
        """The dimensions its bounds need."""
        return frozenset().union(*(bound.names for bound in (self.start, self.stop) if bound))

    @classmethod
    def read(cls, value: Any) -> "Cut":
        """Validate for pydantic."""
        if not isinstance(value, str):
            raise wrong(f"{shown(value)} is not a slice", 'Write "start:stop" in quotes, for example ":d_z"')
        try:
            return cls(value)
        except ProblemError as error:
            raise wrong(error.what, error.fix) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.read,
            serialization=core_schema.plain_serializer_function_ser_schema(lambda cut: cut.text),
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return {
            "type": "string",
            "pattern": "^[^:]*:[^:]*$",
            "description": "A slice of one axis: start:stop.",
        }


Cuts = Annotated[tuple[Cut, ...], Field(strict=False)]


class Rule(Model):
    """How something is judged. What is left out is taken from the level above."""

    judged: Judged | None = None
    of: Reference | None = None
    tau: Positive | None = None
    floor: NotNegative | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.of is not None and self.judged not in (None, "update"):
            raise wrong(f"`of` is for `judged: update`, not {self.judged}", "Remove `of`")
        if self.judged == "exact" and (self.tau is not None or self.floor is not None):
            raise wrong("`exact` has no tolerance", "Remove `tau` and `floor`")
        return self


class ViewSpec(Rule):
    """A box of an output. In YAML a bare list of slices is short for `{at: [...]}`."""

    at: Cuts

    @model_validator(mode="before")
    @classmethod
    def _list_is_short(cls, value: Any) -> Any:
        return {"at": value} if isinstance(value, list) else value


class OutputArray(Rule):
    """One array of the output, or one scalar, whose shape is []."""

    shape: Shape | None = None
    like: Reference | None = None
    dtype: PartType | None = None
    steps: Annotated[int, Field(ge=0)] | None = None
    views: dict[Name, ViewSpec] | None = None

    @model_validator(mode="after")
    def _array(self) -> Self:
        if self.shape is not None and self.like is not None:
            raise wrong("both `shape` and `like` are given", "Keep one")
        if self.views is not None and not self.views:
            raise wrong("`views` is empty", "Name a view, or remove the key")
        return self


class Output(OutputArray):
    """One named output: give one of `shape`, `like` and `group`."""

    group: dict[Name, OutputArray] | None = None

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [key for key in ("shape", "like", "group") if getattr(self, key) is not None]
        if len(kinds) != 1:
            given = " and ".join(f"`{key}`" for key in kinds) or "none of them"
            raise wrong(f"an output has one of `shape`, `like`, `group`; this has {given}", "Keep one")
        if self.group is not None:
            if not self.group:
                raise wrong("the group has no members", "Name at least one")
            for key in ("views", "steps"):
                if getattr(self, key) is not None:
                    raise wrong(f"`{key}` stands beside `group`", "Give it to each member")
        return self
