"""Where an answer is off: block maxima of error / tolerance, as classes of a logarithmic colour scale.

A decade is a class: a reader tells six tones apart, not six hundred, and a class has a colour in every palette.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log10
from typing import Final

from harness.reports.words import small, times

# The last class is open; the first is what the comparison accepts.
LEGEND: Final = ("within tolerance", "up to 10 ×", "up to 100 ×", "up to 1,000 ×", "up to 10,000 ×", "beyond")  # noqa: RUF001 - the multiplication sign is meant
LEVELS: Final = len(LEGEND)
COLLAPSE: Final = 64  # cells; a larger table of numbers is folded away


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A picture in cell units (x right, y down) and the same numbers as text.

    `layers` gives for each level the path of its cells; `peak` is the (x, y) of the largest.
    """

    columns: int
    rows: int
    width: int
    height: int
    layers: tuple[tuple[int, str], ...]
    peak: tuple[int, int]
    legend: tuple[tuple[int, str], ...]
    title: str
    description: str
    numbers: tuple[tuple[tuple[str, bool], ...], ...]
    folded: bool


def level(value: float, tolerance: float | None) -> int:
    """Return the class of one error: 0 within tolerance, then one per decade of error / tolerance.

    Without a tolerance (exact views) every error above zero is in the last class.
    """
    if not tolerance:
        return 0 if value == 0 else LEVELS - 1
    if value <= tolerance:
        return 0
    return min(LEVELS - 1, int(log10(value / tolerance)) + 1)


def heat_map(name: str, grid: Sequence[Sequence[float]], tolerance: float | None) -> HeatMap | None:
    """Build the picture of a view's map (rows of error ratios); None for an empty one."""
    rows, columns = len(grid), max(map(len, grid), default=0)
    if not rows or not columns:
        return None
    paths: dict[int, list[str]] = {}
    off, peak, highest = 0, (0, 0), -1.0
    for y, row in enumerate(grid):
        for x, value in enumerate(row):
            step = level(value, tolerance)
            off += step > 0
            if value > highest:
                peak, highest = (x, y), value
            paths.setdefault(step, []).append(f"M{x} {y}h1v1h-1z")
    cell = max(11, min(30, 420 // max(rows, columns)))
    total = sum(map(len, grid))
    far = times(highest / tolerance) if tolerance else small(highest)
    return HeatMap(
        columns=columns,
        rows=rows,
        width=columns * cell,
        height=rows * cell,
        layers=tuple((step, "".join(path)) for step, path in sorted(paths.items())),
        peak=peak,
        legend=tuple(enumerate(LEGEND)) if tolerance else ((0, "equal"), (LEVELS - 1, "different")),
        title=f"Where {name} is off",
        description=(
            f"A map of {rows} by {columns} cells, {off} of {total} beyond tolerance. "
            f"The largest error, {far}, is in row {peak[1]}, column {peak[0]} of the map."
        ),
        numbers=tuple(tuple((small(value), level(value, tolerance) > 0) for value in row) for row in grid),
        folded=total > COLLAPSE,
    )
