"""The prerequisite graph as an SVG: a box for each problem, its level the column, what it needs to the left of it.

The file is one piece: text is text, colours follow the reader's light or dark setting, and nothing is loaded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from harness.problem.graph import Requires, in_order, levels, reduced
from harness.reports.clean import clean_line
from harness.reports.graph.layered import Place, arrange
from harness.reports.html.render import render
from harness.runs.standing import Standing

WIDTH: Final = 236
HEIGHT: Final = 46
#: From column to column, and from box to box.
COLUMN: Final = 300
ROW: Final = 60
WAYPOINT: Final = 22
MARGIN: Final = 28
HEAD: Final = 40
LINE: Final = 27  # characters of a title that fit in a box
MARKS: Final[dict[Standing, str]] = {"solved": "✔ ", "tried": "✘ ", "next": "▸ ", "later": ""}
WORDS: Final[dict[Standing, str]] = {
    "solved": "solved",
    "tried": "not yet right",
    "next": "next",
    "later": "later",
}


@dataclass(frozen=True, slots=True)
class Box:
    """A problem in the picture. `title` is cut to the box; `full` is what a pointer shows."""

    stem: str
    title: str
    full: str
    standing: Standing
    mark: str
    x: float
    y: float
    href: str | None


def render_graph(
    requires: Requires,
    titles: Mapping[str, str],
    standing: Mapping[str, Standing] | None = None,
    links: Mapping[str, str] | None = None,
) -> str:
    """Return the picture.

    Args:
        requires: for every stem, the stems that come before it.
        titles: the problems' titles by stem.
        standing: how far a learner is, by stem; without it all boxes look alike.
        links: where a click on a box leads, by stem.
    """
    level = levels(requires)
    ordered = {stem: level[stem] for stem in in_order(requires)}
    edges = [(before, stem) for stem, befores in reduced(requires).items() for before in befores]
    layout = arrange(ordered, edges, node=ROW, waypoint=WAYPOINT)
    boxes = []
    for stem, place in layout.places.items():
        here: Standing = (standing or {}).get(stem, "later")
        full = clean_line(titles[stem])
        room = LINE - len(MARKS[here])
        title = full if len(full) <= room else f"{full[: room - 1].rstrip()}…"
        boxes.append(Box(stem, title, full, here, MARKS[here], *_corner(place), href=(links or {}).get(stem)))
    count = max(level.values(), default=-1) + 1
    known = [here for here in MARKS if standing and here in standing.values()]
    return render(
        "graph.svg.j2",
        boxes=boxes,
        paths=[Markup(_path(chain)) for chain in layout.edges],  # noqa: S704 - numbers of ours
        heads=[(MARGIN + depth * COLUMN + WIDTH / 2, depth + 1) for depth in range(count)],
        legend=[(here, MARKS[here], WORDS[here]) for here in known],
        width=2 * MARGIN + (count - 1) * COLUMN + WIDTH if count else 2 * MARGIN,
        height=round(2 * MARGIN + HEAD + layout.extent + (30 if known else 0)),
        box=(WIDTH, HEIGHT),
        margin=MARGIN,
        known=bool(standing),
    )


def _corner(place: Place) -> tuple[float, float]:
    return MARGIN + place.layer * COLUMN, round(MARGIN + HEAD + place.at - HEIGHT / 2, 1)


def _path(chain: tuple[Place, ...]) -> str:
    """A smooth line from the right side of one box to the left side of another, flat across the columns between."""
    points = []
    for index, place in enumerate(chain):
        x, y = _corner(place)
        if index > 0:
            points.append((x, y + HEIGHT / 2))
        if index < len(chain) - 1:
            points.append((x + WIDTH, y + HEIGHT / 2))
    start, *_ = points
    text = f"M{start[0]:g} {start[1]:g}"
    for (x0, y0), (x1, y1) in pairwise(points):
        if y0 == y1:
            text += f"H{x1:g}"
            continue
        half = (x0 + x1) / 2
        text += f"C{half:g} {y0:g} {half:g} {y1:g} {x1:g} {y1:g}"
    return text
