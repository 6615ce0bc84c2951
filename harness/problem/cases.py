"""A case: a few reserved keys, and every other key a dimension or an input.

example: {show: true, N: 4, d: 3, d_z: 2, lr: 0.5, seed: 0}
written: {show: true, N: 1, d: 2, x: [[0.5, -1.0]], lr: 1}
members: {params: {W: [3, 4], b: [4]}}           # shapes, for an input that is `group: per_case`
"""

from typing import Annotated, Literal, Self

from pydantic import Field, JsonValue, model_validator

from harness.problem.fields import Model, NotNegative, Positive, wrong

Feedback = Literal["full", "category", "none"]


class Case(Model, extra="allow"):
    """One set of inputs that a submission is run on. Without `show`, it is hidden from the learner."""

    __pydantic_extra__: dict[str, JsonValue] = Field(init=False)

    show: bool = False
    diagnose: bool = False
    purpose: str | None = None
    points: NotNegative = 1.0
    feedback: Feedback | None = None
    scales: Annotated[dict[str, Positive], Field(default_factory=dict)]

    @model_validator(mode="after")
    def _hidden_stays_hidden(self) -> Self:
        if not self.show and self.feedback == "full":
            raise wrong(
                "feedback `full` would show the values of a hidden case",
                "Add `show: true`, or use feedback category or none",
            )
        return self

    @property
    def hidden(self) -> bool:
        """Whether the learner is kept from seeing its values."""
        return not self.show

    @property
    def values(self) -> dict[str, JsonValue]:
        """Dimensions and inputs, as written."""
        return self.__pydantic_extra__ or {}

    @property
    def feedback_level(self) -> Feedback:
        """How much a report may say: by default full for a shown case, category for a hidden one."""
        return self.feedback or ("full" if self.show else "category")
