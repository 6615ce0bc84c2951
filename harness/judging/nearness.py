"""How far an answer is from what every known mistake would have answered.

A golden stores what each mistake answers in the cases marked `diagnose`. Distances are in tolerances: 1 is where
the view's own rule, with the mistake's answer in place of the golden's, begins to reject.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from harness.judging.evidence import Evidence
from harness.judging.rule import U, rule

if TYPE_CHECKING:
    from harness.problem.layout import CaseLayout, View

Array = np.ndarray[Any, Any]
Answers = Mapping[str, Mapping[str, Array]]
#: Beyond this many tolerances nothing is nearest any more.
FAR = 100.0


class Stored(Answers):
    """What the known mistakes answer in one case, by id and part, with a yardstick for each number.

    What a rule allows around a mistake's answer is the same for every submission: it is worked out once, and the
    distances of an answer from all mistakes are then one pass over their numbers.
    """

    def __init__(
        self, layout: "CaseLayout", inputs: Mapping[str, Any], gold: Mapping[str, Array], answers: Answers
    ) -> None:
        self.layout = layout
        self.inputs = inputs
        self.gold = gold
        self.answers = answers

    def __getitem__(self, mistake: str) -> Mapping[str, Array]:
        """The parts that a mistake answers."""
        return self.answers[mistake]

    def __iter__(self) -> Iterator[str]:
        """The ids."""
        return iter(self.answers)

    def __len__(self) -> int:
        """How many mistakes are stored."""
        return len(self.answers)

    @cached_property
    def _yardsticks(self) -> "dict[str, tuple[Array, Array]]":
        """By view, for all mistakes (rows): their numbers, and one over what the rule allows around each."""
        found = {}
        for view in self.layout.views:
            part = np.stack([np.asarray(parts[view.part][view.index]) for parts in self.answers.values()])
            if view.judged == "exact":
                found[view.key] = (part.reshape(len(self), -1), np.array([]))
                continue
            part = part.astype(np.float64)
            before = self._before(view)
            # Around each number the rule is asked about an answer that is off by one.
            per = np.stack([rule(view, one + 1.0, one, before).excess for one in part])
            found[view.key] = (part.reshape(len(self), -1), per.reshape(len(self), -1))
        return found

    def distances(self, view: "View", got: Array) -> Array:
        """The distance of an answer (in the view's shape) from every mistake, in the order of the ids.

        What is stored is float32 of a float64 answer: half a unit in the last place of each number is forgiven.
        """
        stored, per = self._yardsticks[view.key]
        if view.judged == "exact":
            return np.where((got.reshape(1, -1) != stored).any(axis=1), np.inf, 0.0)
        apart = np.abs(got.reshape(1, -1) - stored) - U * np.abs(stored)
        far: Array = (np.maximum(apart, 0.0) * per).max(axis=1, initial=0.0)
        return np.where(np.isfinite(far), far, np.inf)

    @cached_property
    def deviations(self) -> "dict[str, tuple[Array, Array]]":
        """By view: one over what the rule allows around the golden, and how far every mistake (rows) is from it then."""
        found = {}
        for view in self.layout.views:
            gold = np.asarray(self.gold[view.part], dtype=np.float64)[view.index]
            part = np.asarray(self._yardsticks[view.key][0], dtype=np.float64)
            # Where a view is exact, half of any difference of whole numbers is out of tolerance.
            per = np.full(gold.size, 2.0)
            if view.judged != "exact":
                per = np.ravel(rule(view, gold + 1.0, gold, self._before(view)).excess)
            found[view.key] = (per, (part - gold.reshape(1, -1)) * per)
        return found

    def _before(self, view: "View") -> Array | None:
        return None if view.of is None else np.asarray(self.inputs[view.of], dtype=np.float64)[view.index]

    def without(self, mistakes: Iterable[str]) -> "Stored":
        """The same without some mistakes."""
        left = set(mistakes)
        answers = {name: parts for name, parts in self.answers.items() if name not in left}
        kept = Stored(self.layout, self.inputs, self.gold, answers)
        rows = [at for at, mistake in enumerate(self.answers) if mistake not in left]
        kept.__dict__["_yardsticks"] = {
            key: (stored[rows], per[rows] if per.size else per)
            for key, (stored, per) in self._yardsticks.items()
        }
        return kept


@dataclass(frozen=True)
class Nearness:
    """The distances of one submission.

    Attributes:
        cases: the diagnose cases that gave an answer.
        stored: what the mistakes answer in each of them.
        failing: keys of the views that are wrong in any of them, in the order of the spec.
        keys: keys of all their views, in the order of the spec.
        off: the answer's own distance from the golden, the largest over cases and views.
        far: for each mistake and view, the largest distance over the cases; infinite beyond `FAR`.
    """

    cases: tuple[Evidence, ...]
    stored: tuple[Stored, ...]
    failing: tuple[str, ...]
    keys: tuple[str, ...]
    off: float
    far: Mapping[str, Mapping[str, float]]

    @cached_property
    def ranked(self) -> list[tuple[float, str]]:
        """Distance over all views and id of every mistake, the nearest first, equals in the order of the course."""
        whole = [(max(views.values()), mistake) for mistake, views in self.far.items()]
        return sorted(whole, key=lambda pair: pair[0])

    def like(self, mistake: str, key: str) -> bool:
        """Tell whether a view is, within tolerance and in every case, as the mistake would have it."""
        return self.far[mistake][key] <= 1

    def touches(self, mistake: str, key: str) -> bool:
        """Tell whether a mistake shows in a view at all: whether it is out of tolerance there in any case."""
        return any(
            np.abs(stored.deviations[key][1][rows[mistake]]).max(initial=0.0) > 1
            for stored, rows in zip(self.stored, self.rows, strict=True)
            if key in stored.deviations
        )

    @cached_property
    def rows(self) -> tuple[dict[str, int], ...]:
        """For each case, the row of every mistake."""
        return tuple({mistake: row for row, mistake in enumerate(stored)} for stored in self.stored)

    @cached_property
    def exact(self) -> bool:
        """Whether any view is judged exactly, so that deviations do not add up."""
        return any(view.judged == "exact" for case in self.cases for view in case.layout.views)

    @cached_property
    def deviations(self) -> tuple[list[str], Array, Array]:
        """Ids, the answer's deviation (numbers,) from the golden and every mistake's (mistakes, numbers).

        In tolerances, number by number, over all views of all cases in one row. A mistake with numbers that are not
        finite is left out.
        """
        answer, blocks = [], []
        for case, stored, rows in zip(self.cases, self.stored, self.rows, strict=True):
            order = [rows[mistake] for mistake in self.far]
            for view in case.layout.views:
                per, block = stored.deviations[view.key]
                got, gold, _start = case.pieces(view)
                answer.append(np.ravel(got - gold) * per)
                blocks.append(block[order])
        whole = np.concatenate(blocks, axis=1)
        finite = np.isfinite(whole).all(axis=1)
        names = [mistake for mistake, good in zip(self.far, finite, strict=True) if good]
        return names, np.concatenate(answer), whole[finite]


def measure(evidence: Sequence[Evidence]) -> Nearness | None:
    """Measure an answer against the stored mistakes; None when no diagnose case came out wrong.

    A mistake counts if every diagnose case that gave an answer stores it.
    """
    cases = tuple(case for case in evidence if case.mistakes)
    wrong = {view.key for case in cases for view in case.failing}
    if not wrong:
        return None
    keys = tuple(dict.fromkeys(view.key for case in cases for view in case.layout.views))
    far: dict[str, dict[str, float]] = {
        mistake: dict.fromkeys(keys, 0.0)
        for mistake in cases[0].mistakes
        if all(mistake in case.mistakes for case in cases)
    }
    off = 0.0
    kept = tuple(_kept(case) for case in cases)
    for case, stored in zip(cases, kept, strict=True):
        for view, ruling in case.rulings:
            off = max(off, float(ruling.excess.max(initial=0.0)))
            distances = stored.distances(view, case.got[view.part][view.index])
            for mistake, distance in zip(stored, distances.tolist(), strict=True):
                if mistake in far:
                    at = max(far[mistake][view.key], distance)
                    far[mistake][view.key] = at if at <= FAR else float("inf")
    return Nearness(cases, kept, tuple(key for key in keys if key in wrong), keys, off, far)


def _kept(case: Evidence) -> Stored:
    known = case.mistakes
    return known if isinstance(known, Stored) else Stored(case.layout, case.inputs, case.gold, known)
