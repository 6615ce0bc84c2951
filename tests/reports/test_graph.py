"""The picture of the prerequisites: boxes that do not touch, edges that miss them, text that is text."""

import random
from itertools import combinations
from xml.etree import ElementTree as ET

import pytest

from harness.problem.graph import levels
from harness.reports.graph.layered import arrange
from harness.reports.graph.svg import render_graph

SVG = "{http://www.w3.org/2000/svg}"


def some_course(seed: int, count: int = 35) -> dict[str, tuple[str, ...]]:
    """A course of the size of ours, with a few prerequisites each."""
    draw = random.Random(seed)
    stems = [f"problem_{number}" for number in range(count)]
    return {
        stem: tuple(draw.sample(stems[:number], min(number, draw.choice([0, 1, 1, 2, 3]))))
        for number, stem in enumerate(stems)
    }


@pytest.mark.parametrize("seed", range(5))
def test_boxes_and_edges_keep_their_distance(seed) -> None:
    """In a layer no two boxes overlap, and an edge that passes a layer passes between the boxes."""
    requires = some_course(seed)
    layer = levels(requires)
    edges = [(before, stem) for stem, befores in requires.items() for before in befores]
    layout = arrange(layer, edges, node=60, waypoint=20)
    for one, other in combinations(layout.places.values(), 2):
        assert one.layer != other.layer or abs(one.at - other.at) >= 60 - 1e-6
    for chain in layout.edges:
        for place in chain[1:-1]:
            beside = [box.at for box in layout.places.values() if box.layer == place.layer]
            assert all(abs(place.at - at) >= 40 - 1e-6 for at in beside)
    assert all(30 - 1e-6 <= place.at <= layout.extent - 30 + 1e-6 for place in layout.places.values())


def test_a_chain_is_drawn_straight_and_a_crossing_undone() -> None:
    """What has one neighbour stands beside it; two edges that need not cross do not."""
    layer = {"a": 0, "b": 0, "c": 1, "d": 1}
    layout = arrange(layer, [("a", "d"), ("b", "c")], node=60, waypoint=20)
    at = {name: place.at for name, place in layout.places.items()}
    assert at["a"] == pytest.approx(at["d"])
    assert at["b"] == pytest.approx(at["c"])


def test_the_file_is_one_piece_of_xml() -> None:
    """Well formed, with every title as text and cut where it would not fit, nothing loaded and nothing run."""
    requires = some_course(1)
    titles = {stem: f"<b>Title & \x1b of {stem}, which is rather long</b>" for stem in requires}
    text = render_graph(
        requires, titles, dict.fromkeys(requires, "next"), {"problem_0": "statements/problem_0.html"}
    )
    root = ET.fromstring(text)
    assert [float(root.get(key)) > 0 for key in ("width", "height")] == [True, True]
    stems = {element.text for element in root.iter(f"{SVG}text") if element.get("class") == "stem"}
    assert stems == set(requires)
    full = [
        element.find(f"{SVG}title").text for element in root.iter(f"{SVG}g") if element.get("class") == "next"
    ]
    assert len(full) == 35
    assert all("<b>Title &" in one and "\x1b" not in one for one in full)
    assert [link.get("href") for link in root.iter(f"{SVG}a")] == ["statements/problem_0.html"]
    for word in ("script", "@import", "url(", "http://", "https://"):
        assert word not in text.replace("http://www.w3.org/2000/svg", "")
    assert "prefers-color-scheme: dark" in text


def test_a_course_of_one_and_of_none() -> None:
    """Nothing to connect is still a picture."""
    assert "only" in render_graph({"only": ()}, {"only": "Only"})
    ET.fromstring(render_graph({}, {}))
