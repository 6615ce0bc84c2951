"""The prerequisite graph: levels, an order to learn in, what a picture needs, and what is next."""

from harness.problem.graph import in_order, levels, next_up, reduced

GRAPH = {"d": ("c", "a"), "a": (), "c": ("b", "a"), "b": ("a",), "e": ()}


def test_a_problem_lies_below_all_it_requires() -> None:
    """The level is the longest way down, and the order never asks for what has not come."""
    assert levels(GRAPH) == {"d": 3, "a": 0, "c": 2, "b": 1, "e": 0}
    order = in_order(GRAPH)
    assert order == ["a", "e", "b", "c", "d"]
    assert levels({}) == {}


def test_a_long_chain_is_no_deep_recursion() -> None:
    """A course of thousands in a row has as many levels."""
    chain = {f"p{n}": (f"p{n - 1}",) if n else () for n in reversed(range(3000))}
    assert levels(chain)["p2999"] == 2999


def test_the_picture_leaves_out_what_follows() -> None:
    """An edge that a longer way implies is not drawn; every order the graph asks for still follows."""
    assert reduced(GRAPH) == {"d": ("c",), "a": (), "c": ("b",), "b": ("a",), "e": ()}
    assert reduced({"a": (), "b": ("a", "a")})["b"] == ("a",)


def test_next_is_what_has_come_into_reach() -> None:
    """All that is required is solved, and it is not; solving out of order counts for what it is."""
    assert next_up(GRAPH, ()) == ["a", "e"]
    assert next_up(GRAPH, {"a", "e"}) == ["b"]
    assert next_up(GRAPH, {"c", "a"}) == ["e", "b", "d"]
    assert next_up(GRAPH, set(GRAPH)) == []
