"""Between noise and mistakes: the tolerance of every view, and how far everything is from it.

A wrong answer is rejected if any view of any case rejects it, so what counts for a mistake is the view and the case
that show it best: the view in which it is furthest from the noise, and the case in which that is largest. It is that
view's tau that must stay below it; what the mistake does in the others bounds nothing. For a view with noise A,

    10 A <= tau <= B / 10         B the nearest mistake that this view shows best, other than `narrow` ones
    tau near sqrt(A B')           B' the nearest of all of them, so that narrow ones keep what margin there is

rounded to one digit. Every number is the worst over the draws.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from harness.authoring.noise import QUIET, SAFETY, Noise

#: An answer in half precision is rejected if it is at least this far beyond tau, where noise leaves room for it.
HALF_MARGIN = 2.0


@dataclass(frozen=True)
class Seen:
    """How far one wrong answer is from the truth.

    Attributes:
        name: of a mistake or a null answer.
        reach: for every trial, its distance by `part/view`.
        comparable: for every trial, whether there was an answer to compare.
    """

    name: str
    reach: tuple[Mapping[str, float], ...]
    comparable: tuple[bool, ...]

    def best(self, draws: Sequence[Sequence[int]], key: str) -> float:
        """The distance in the case that shows it best in one view, on the worst draw."""
        return min(max((self.reach[at].get(key, 0.0) for at in draw), default=0.0) for draw in draws)

    def margin(self, draws: Sequence[Sequence[int]], taus: Mapping[str, float]) -> tuple[float, int, str]:
        """On the worst draw: distance over tau where it shows best, and the trial and view of it."""
        found = []
        for draw in draws:
            best = (0.0, draw[0], "")
            for at in draw:
                size, key = self.over(at, taus)
                if size > best[0]:
                    best = (size, at, key)
            found.append(best)
        return min(found, key=lambda one: one[0])

    def over(self, at: int, taus: Mapping[str, float]) -> tuple[float, str]:
        """On one trial: distance over tau in its best view, and that view."""
        best = (0.0, "")
        for key, size in self.reach[at].items():
            tau = taus.get(key, 0.0)
            ratio = size / tau if tau > 0 else (math.inf if size > 0 else 0.0)
            if ratio > best[0]:
                best = (ratio, key)
        return best


@dataclass(frozen=True)
class Window:
    """Where the tau of one view may lie.

    Attributes:
        key: the view.
        low: ten times its noise.
        high: a tenth of the nearest mistake, or less where half precision is to be rejected.
        ceiling: the same without regard to half precision; what a tau of the spec is held to.
        target: the middle, as far as the window allows.
        nearest: the nearest mistake that the view shows best, and its distance; None without any.
        bounded_by: what `high` comes from, in words.
    """

    key: str
    low: float
    high: float
    ceiling: float
    target: float
    nearest: tuple[str, float] | None
    bounded_by: str

    @property
    def tells_half(self) -> bool:
        """Whether there is room between noise and half precision."""
        return self.high < self.ceiling

    @property
    def open(self) -> bool:
        """Whether any tau fits."""
        return self.low <= self.high

    @property
    def tau(self) -> float:
        """The number of one digit nearest to the target that fits, of two digits if none does."""
        target = min(max(self.target, self.low), self.high)
        for digits in (1, 2, 3):
            fitting = [tau for tau in _near(target, digits) if self.low <= tau <= self.high]
            if fitting:
                return min(fitting, key=lambda tau: abs(math.log(tau / target)))
        return target


def _near(target: float, digits: int) -> list[float]:
    """The numbers of so many digits around a target."""
    place = math.floor(math.log10(target)) - digits + 1
    whole = math.floor(target / 10.0**place)
    return [float(f"{n}e{place}") for n in (whole, whole + 1) if n > 0]


@dataclass
class Bounds:
    """What holds one view's tau down, while it is collected."""

    wide: list[tuple[str, float]] = field(default_factory=list)
    narrow: list[tuple[str, float]] = field(default_factory=list)
    half: list[tuple[str, float]] = field(default_factory=list)


def windows(
    noises: Mapping[str, Noise],
    mistakes: Sequence[Seen],
    narrow: frozenset[str],
    nulls: Sequence[Seen],
    draws: Sequence[Sequence[int]],
) -> dict[str, Window]:
    """Find where the tau of every view with a tolerance may lie.

    Args:
        noises: the noise of every view.
        mistakes: the known mistakes.
        narrow: ids of those that may be near.
        nulls: answers in half precision.
        draws: the trials of each draw.
    """
    floors = {key: max(noise.size, QUIET) for key, noise in noises.items()}
    bounds = {key: Bounds() for key in noises}
    for seen in mistakes:
        reach = {key: seen.best(draws, key) for key in noises}
        if any(math.isinf(seen.best(draws, key)) for one in seen.reach for key in one.keys() - noises.keys()):
            continue  # an `exact` view rejects it whatever tau is
        key = max(reach, key=lambda key: reach[key] / floors[key])
        if 0 < reach[key] < math.inf:
            side = bounds[key].narrow if seen.name in narrow else bounds[key].wide
            side.append((seen.name, reach[key]))
    for seen in nulls:
        for key in noises:
            if 0 < (size := seen.best(draws, key)) < math.inf:
                bounds[key].half.append((seen.name, size))
    return {
        key: _window(key, floors[key], bounds[key]) for key, noise in noises.items() if noise.size < math.inf
    }


def _window(key: str, noise: float, bounds: Bounds) -> Window:
    low = SAFETY * noise
    high, bounded_by = 0.1, "a tenth of the view's scale"
    if bounds.wide:
        name, size = min(bounds.wide, key=lambda one: one[1])
        if size / SAFETY < high:
            high, bounded_by = size / SAFETY, f"the mistake `{name}`"
    ceiling = high
    for name, size in bounds.half:
        # Where noise is nearly as large as what half precision loses, no tau tells them apart, and none is asked to.
        if low <= size / HALF_MARGIN < high:
            high, bounded_by = size / HALF_MARGIN, f"the {name}"
    every = [*bounds.wide, *bounds.narrow]
    nearest = min(every, key=lambda one: one[1]) if every else None
    target = math.sqrt(noise * nearest[1]) if nearest else math.sqrt(low * max(high, low))
    return Window(key, low, high, ceiling, target, nearest, bounded_by)
