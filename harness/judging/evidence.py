"""What a diagnosis works from: every case that gave numbers, with its golden beside it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.rule import Ruling, rule

if TYPE_CHECKING:
    from harness.problem.layout import CaseLayout, View

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Evidence:
    """One case whose output could be compared.

    `numbers_allowed` says whether what is read off this case may be put in numbers, or in words alone.
    `mistakes` holds what each known mistake answers here, by id and part (as `nearness.Stored` where it is kept from
    one submission to the next); empty unless the case is for diagnosis.
    """

    name: str
    layout: "CaseLayout"
    inputs: Mapping[str, Any]
    gold: Mapping[str, Array]
    got: Mapping[str, Array]
    rulings: tuple[tuple["View", Ruling], ...]
    numbers_allowed: bool
    mistakes: Mapping[str, Mapping[str, Array]] = field(default_factory=dict)

    @property
    def failing(self) -> tuple["View", ...]:
        """The views that are out of tolerance."""
        return tuple(view for view, ruling in self.rulings if not ruling.accepted)

    def before(self, view: "View") -> Array | None:
        """The input that a view updates, cut to the view; None for the other rules."""
        if view.of is None:
            return None
        return np.asarray(self.inputs[view.of], dtype=np.float64)[view.index]

    def pieces(self, view: "View") -> tuple[Array, Array, Array]:
        """Give what came, what should have come and where both start from (zero unless an update)."""
        gold = np.asarray(self.gold[view.part][view.index], dtype=np.float64)
        got = np.asarray(self.got[view.part][view.index], dtype=np.float64)
        before = self.before(view)
        return got, gold, np.zeros_like(gold) if before is None else before

    def fits(self, view: "View", candidate: Array) -> bool:
        """Tell whether what came is, by the view's own rule, what `candidate` says (in the view's shape)."""
        got, _gold, _start = self.pieces(view)
        return rule(view, got, candidate, self.before(view)).accepted


def label(view: "View") -> str:
    """Name a view for a reader: `the mu part of w_enc`, or the part alone when it is judged whole."""
    part = "the output" if view.part in {"out", ""} else view.part
    return part if view.name in {"all", view.part} else f"the {view.name} part of {part}"


def listed(views: "Iterable[View]", layout: "CaseLayout") -> str:
    """Name several views in one phrase, as briefly as they allow: the whole answer, a whole part, or each."""
    wanted = {view.key: view for view in views}
    if len(layout.views) > 1 and all(view.key in wanted for view in layout.views):
        return "the whole answer"
    names: list[str] = []
    for view in wanted.values():
        siblings = layout.views_of(view.part)
        whole = len(siblings) > 1 and all(sibling.key in wanted for sibling in siblings)
        names.append(view.part if whole else label(view))
    names = list(dict.fromkeys(names))
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def is_one(views: "Iterable[View]", layout: "CaseLayout") -> bool:
    """Tell whether `listed` gives a singular."""
    return " and " not in listed(views, layout)
