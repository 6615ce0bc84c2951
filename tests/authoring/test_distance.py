"""The distance of an answer is the smallest tau with which the judge would accept it."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.authoring.distance import ruler
from harness.authoring.margins import Window
from harness.authoring.noise import up_to_one_digit
from harness.judging.rule import rule
from harness.problem.layout import View

SHAPE = (slice(0, 3), slice(0, 4))
SIZES = st.sampled_from([0.0, 1e-9, 1e-6, 1e-4, 1e-2, 1.0, 30.0])


@given(
    judged=st.sampled_from(["update", "scaled", "elementwise"]),
    seed=st.integers(0, 1000),
    off=SIZES,
    moved=SIZES,
    floor=st.sampled_from([0.0, 1e-7, 1e-3]),
)
def test_the_judge_accepts_at_the_distance_and_not_below(judged, seed, off, moved, floor) -> None:
    """For every rule: at a tau just above the distance accepted, just below it rejected."""
    chance = np.random.default_rng(seed)
    before = chance.normal(size=(3, 4))
    gold = before + moved * chance.normal(size=(3, 4)) if judged == "update" else chance.normal(size=(3, 4))
    out = gold + off * chance.normal(size=(3, 4))
    view = View("w", "all", judged, "w" if judged == "update" else None, None, floor, SHAPE)
    start = before if judged == "update" else None
    size = ruler(view, {"w": gold}, start).distance({"w": out}, floor)
    if size < np.inf:
        above = replace(view, tau=max(size * (1 + 1e-9), 1e-30))
        assert rule(above, out, gold, start).accepted
    if size > 0:
        below = replace(view, tau=min(size, 1e6) * (1 - 1e-9))
        assert not rule(below, out, gold, start).accepted


def test_an_exact_view_knows_no_distance() -> None:
    """Equal, or beyond any tolerance."""
    view = View("n", "all", "exact", None, 0.0, 0.0, (slice(0, 2),))
    one = ruler(view, {"n": np.array([1, 2])}, None)
    assert one.distance({"n": np.array([1, 2])}) == 0
    assert one.distance({"n": np.array([1, 3])}) == np.inf


@pytest.mark.parametrize(
    ("low", "high", "target", "tau"),
    [
        (1e-5, 1e-2, 3.4e-4, 3e-4),
        (3.2e-5, 2e-4, 1e-5, 4e-5),
        (4.1e-5, 4.9e-5, 4.5e-5, 4.5e-5),
        (1e-4, 1e-4, 1e-4, 1e-4),
    ],
)
def test_tau_has_one_digit_where_one_fits(low, high, target, tau) -> None:
    """Nearest to the target inside the window; two digits where no number of one digit lies there."""
    assert Window("v", low, high, high, target, None, "").tau == pytest.approx(tau)


@pytest.mark.parametrize(("value", "up"), [(0.0, 0.0), (3e-9, 3e-9), (3.01e-9, 4e-9), (9.5e-3, 1e-2)])
def test_a_floor_is_rounded_up(value, up) -> None:
    """One digit, never below what was seen."""
    assert up_to_one_digit(value) == pytest.approx(up)
