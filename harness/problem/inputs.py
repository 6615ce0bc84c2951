"""An input of `solve`: an array that is drawn or written out, a scalar, or a group of arrays.

x:      {shape: [N, d], draw: normal, scale: 0.3}
labels: {shape: [N], draw: labels, classes: C}
order:  {shape: [E, n], draw: permutation}
lr:     {type: float}
kind:   {type: choice, choices: [linear, cyclical]}
adam:   {group: {m: {shape: [d], draw: normal}, v: {shape: [d], draw: positive}}}
params: {group: per_case, draw: normal}          # a case names the members: params: {W: [3, d]}
grads:  {like: params, draw: normal}             # the members and shapes of another input
"""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from harness.problem.errors import shown
from harness.problem.fields import Model, Name, Positive, Reference, Shape, Size, Words, wrong
from harness.problem.layout import ArrayType, DrawKind, Drawn

ScalarType = Literal["float", "int", "bool", "choice"]

#: Which parameters each draw understands.
PARAMETERS: dict[DrawKind, tuple[str, ...]] = {
    "normal": ("scale", "mean"),
    "uniform": ("low", "high"),
    "bernoulli": ("p",),
    "labels": ("classes",),
    "permutation": (),
    "one_hot": (),
    "positive": ("scale", "mean"),
    "cholesky": ("scale",),
    "reference": (),
}
_DRAW_KEYS = ("mean", "scale", "low", "high", "p", "classes")
_ARRAY_KEYS = ("shape", "draw", "dtype", "group", "like", *_DRAW_KEYS)
_FLOAT_DRAWS = ("normal", "uniform", "positive", "cholesky")
_INDEX_DRAWS = ("labels", "permutation")


class Draw(Model):
    """How an array is drawn. Without `draw`, every case writes the values out."""

    draw: DrawKind | None = None
    mean: float | None = None
    scale: Positive | None = None
    low: float | None = None
    high: float | None = None
    p: Annotated[float, Field(ge=0, le=1)] | None = None
    classes: Size | None = None
    dtype: ArrayType | None = None

    @model_validator(mode="after")
    def _parameters_fit(self) -> Self:
        if isinstance(getattr(self, "group", None), dict):
            return self  # its members are drawn, and what stands beside them is told as such
        given = [key for key in _DRAW_KEYS if getattr(self, key) is not None]
        known = PARAMETERS[self.draw] if self.draw else ()
        for key in given:
            if self.draw is None:
                raise wrong(f"`{key}` belongs to a draw, and there is none", "Add `draw:` or remove it")
            if key not in known:
                takes = " and ".join(f"`{name}`" for name in known) or "no parameters"
                raise wrong(f"draw `{self.draw}` does not use `{key}`", f"It takes {takes}")
        if self.draw == "labels" and self.classes is None:
            raise wrong("draw `labels` needs `classes`", "Say how many, for example `classes: C`")
        if self.draw == "uniform" and self.bounds[0] >= self.bounds[1]:
            raise wrong("`low` is not below `high`", "Swap or widen them")
        if self.draw in _FLOAT_DRAWS and self.type_of_elements not in ("float32", "float64"):
            raise wrong(f"draw `{self.draw}` gives floats, not {self.dtype}", "Change `dtype` or `draw`")
        if self.draw in _INDEX_DRAWS and self.type_of_elements != "int64":
            raise wrong(f"draw `{self.draw}` gives int64, not {self.dtype}", "Remove `dtype`")
        return self

    @property
    def bounds(self) -> tuple[float, float]:
        """The bounds of a uniform draw."""
        return (0.0 if self.low is None else self.low, 1.0 if self.high is None else self.high)

    @property
    def type_of_elements(self) -> ArrayType:
        """The dtype, with its default: int64 for labels and permutations, float32 for all else."""
        return self.dtype or ("int64" if self.draw in _INDEX_DRAWS else "float32")

    def drawn(self, scale: float | None, classes: int | None) -> Drawn:
        """Return the resolved draw; `scale` overrides where a case says so."""
        assert self.draw is not None  # noqa: S101 - callers ask only where there is a draw
        low, high = self.bounds
        own = 1.0 if self.scale is None else self.scale
        return Drawn(
            kind=self.draw,
            mean=self.mean or 0.0,
            scale=own if scale is None else scale,
            low=low,
            high=high,
            p=0.5 if self.p is None else self.p,
            classes=classes,
        )


class Member(Draw):
    """A member of a group."""

    shape: Shape


class Input(Draw):
    """One argument of `solve`: give one of `shape`, `type`, `group` and `like`."""

    shape: Shape | None = None
    type: ScalarType | None = None
    choices: Words | None = None
    default: float | int | bool | str | None = None
    group: dict[Name, Member] | Literal["per_case"] | None = None
    like: Reference | None = None

    @field_validator("group", mode="before")
    @classmethod
    def _members_or_per_case(cls, value: Any) -> Any:
        if value is not None and not isinstance(value, dict) and value != "per_case":
            raise wrong(f"{shown(value)} is no group", "Give a mapping of members, or `per_case`")
        return value

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        kinds = [key for key in ("shape", "type", "group", "like") if getattr(self, key) is not None]
        if len(kinds) != 1:
            given = " and ".join(f"`{key}`" for key in kinds) or "none of them"
            raise wrong(f"an input has one of `shape`, `type`, `group`, `like`; this has {given}", "Keep one")
        if self.type is not None:
            self._scalar_keys()
        elif self.choices is not None or self.default is not None:
            key = "choices" if self.choices is not None else "default"
            raise wrong(f"`{key}` is for scalars", "Remove it, or give a `type`")
        if isinstance(self.group, dict):
            if not self.group:
                raise wrong("the group has no members", "Name them, or write `group: per_case`")
            extra = [key for key in ("draw", "dtype", *_DRAW_KEYS) if getattr(self, key) is not None]
            if extra:
                raise wrong(f"`{extra[0]}` stands beside `group`", "Give it to each member")
        return self

    def _scalar_keys(self) -> None:
        for key in _ARRAY_KEYS:
            if getattr(self, key) is not None:
                raise wrong(f"`{key}` is for arrays, and this is a scalar", f"Remove `{key}` or `type`")
        if self.type == "choice":
            if not self.choices or len(set(self.choices)) != len(self.choices):
                raise wrong(
                    "a choice needs different `choices`", "Write, for example, `choices: [none, mean]`"
                )
        elif self.choices is not None:
            raise wrong("`choices` is for `type: choice`", "Remove it, or change the type")
        if self.default is not None:
            self.scalar(self.default)

    @property
    def is_scalar(self) -> bool:
        """Whether this is a number, a boolean or a choice rather than arrays."""
        return self.type is not None

    def scalar(self, value: object) -> float | int | bool | str:
        """Return a case's value with the type of this scalar: a YAML `1` reaches a float as 1.0.

        Raises:
            PydanticCustomError: not such a value.
        """
        if self.type == "float" and isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        if self.type == "int" and isinstance(value, int) and not isinstance(value, bool):
            if not -(2**63) <= value < 2**63:
                raise wrong(f"{value} does not fit in an int64", "Use a smaller number")
            return value
        if self.type == "bool" and isinstance(value, bool):
            return value
        if self.type == "choice" and isinstance(value, str) and value in (self.choices or ()):
            return value
        expected = {
            "float": "a number", "int": "a whole number", "bool": "true or false",
            "choice": "one of " + ", ".join(self.choices or ()),
        }[self.type or "float"]  # fmt: skip
        raise wrong(f"{shown(value)} is not {expected}", "Change the value")
