"""The picture of a certificate: noise, tolerance and mistakes of every view on one logarithmic axis.

Coordinates are in units of the drawing: 0 to `WIDTH` along the axis, a lane of `LANE` for every view. Dots of one lane
that would lie on each other are stacked, so that a crowd of mistakes looks like one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Final

from harness.problem.certificate import Certificate, ViewProof
from harness.reports.certificate import times
from harness.reports.words import small

WIDTH: Final = 640.0
LANE: Final = 74.0
STEP: Final = 6.0  # between two stacked dots
STACK: Final = 8


@dataclass(frozen=True, slots=True)
class Dot:
    """A mistake: where it is, and its name for the pointer."""

    x: float
    y: float
    title: str
    near: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """One view: its noise as a bar from the left edge, its tolerance as a line, its mistakes as dots."""

    view: str
    y: float
    noise: float
    tau: float
    label: str
    dots: tuple[Dot, ...]


@dataclass(frozen=True, slots=True)
class Margins:
    """The whole picture, and the same in a sentence."""

    width: float
    height: float
    lanes: tuple[Lane, ...]
    ticks: tuple[tuple[float, str], ...]
    description: str


def margins(certificate: Certificate) -> Margins | None:
    """Draw a certificate; None where no view has a tolerance."""
    views = [one for one in certificate.views if one.judged != "exact" and one.tau]
    if not views:
        return None
    taus = {one.view: one.tau for one in views}
    seen: dict[str, list[tuple[float, str, bool]]] = {one.view: [] for one in views}
    beyond = 0
    for one in certificate.mistakes:
        if one.margin is None or one.view not in taus:
            beyond += 1
        else:
            near = one.margin < certificate.safety
            seen[one.view].append((one.margin * taus[one.view], one.id, near))
    sizes = [size for dots in seen.values() for size, _, _ in dots]
    low = floor(log10(min([*(max(one.noise, 1e-8) for one in views), *taus.values()]))) - 1
    high = ceil(log10(max([*sizes, 1.0])))

    def at(size: float) -> float:
        return round((log10(max(size, 10.0**low)) - low) / (high - low) * WIDTH, 1)

    lanes = tuple(_lane(number, one, seen[one.view], at) for number, one in enumerate(views))
    step = max(1, (high - low) // 8)
    ticks = tuple((at(10.0**power), f"1e{power}") for power in range(low, high + 1, step))
    apart = f" {beyond} more cannot be compared, or show in an exact view." if beyond else ""
    description = (
        "For each view the noise of right programs, the tolerance, and every mistake where it shows best, on one "
        f"logarithmic axis in units of the view's scale.{apart}"
    )
    return Margins(WIDTH, LANE * len(views), lanes, ticks, description)


def _lane(
    number: int, one: ViewProof, found: list[tuple[float, str, bool]], at: Callable[[float], float]
) -> Lane:
    base = LANE * (number + 1) - 14
    heights: dict[int, int] = {}
    dots = []
    for size, name, near in sorted(found):
        column = round(at(size) / STEP)
        level = heights.get(column, 0)
        heights[column] = level + 1
        dots.append(
            Dot(
                at(size),
                base - STEP / 2 - STEP * min(level, STACK - 1),
                f"{name}: {small(size)}, {times(size / one.tau)} the tolerance",
                near,
            )
        )
    noise = f"noise {small(one.noise)}, tolerance {small(one.tau)}, {len(found)} mistakes"
    return Lane(one.view, base, at(one.noise), at(one.tau), noise, tuple(dots))
