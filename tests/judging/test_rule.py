"""The four rules at their borders: what a tolerance means, whatever the scale, the shape or the numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as npst

from harness.judging.rule import LARGEST, U, block_maxima, rule
from harness.problem.layout import View

TAU = 1e-4
RULES = ("update", "scaled", "elementwise")


def view(judged: str, ndim: int = 1, tau: float | None = TAU, floor: float = 0.0) -> View:
    of = "w" if judged == "update" else None
    return View("w", "all", judged, of, None if judged == "exact" else tau, floor, (slice(0, 0),) * ndim)


def decide(judged: str, out, gold, before=None, *, floor: float = 0.0):
    out, gold = (np.asarray(a, dtype=np.float64) for a in (out, gold))
    if judged == "update":
        before = np.zeros_like(gold) if before is None else np.asarray(before, dtype=np.float64)
    return rule(view(judged, gold.ndim, floor=floor), out, gold, before)


arrays = npst.arrays(
    np.float64, npst.array_shapes(max_dims=3, max_side=6), elements=st.floats(-3, 3, width=32)
)
pairs = arrays.flatmap(
    lambda a: st.tuples(st.just(a), npst.arrays(np.float64, a.shape, elements=st.floats(-3, 3, width=32)))
)


def allowance(judged: str, gold, before):
    """What section 4 of the design allows, written again from its text."""
    if judged == "update":
        return TAU * abs(gold - before).max() + 32 * U * abs(before).max() + 2 * U * abs(gold)
    if judged == "scaled":
        return np.full_like(gold, TAU * abs(gold).max())
    return TAU * abs(gold)


@pytest.mark.parametrize("judged", RULES)
@given(pair=pairs, data=st.data())
def test_half_the_allowance_passes_and_twice_does_not(judged, pair, data) -> None:
    """One element off by half of what is allowed is accepted; by twice of it, refused and pointed at."""
    gold, before = pair
    allowed = allowance(judged, gold, before)
    at = data.draw(st.sampled_from(list(np.ndindex(gold.shape))))
    for factor in (0.5, 2.0):
        out = gold.copy()
        out[at] += factor * allowed[at]
        # Only where adding did not round the step away is there something to decide.
        if allowed[at] <= 1e-12 * abs(gold).max() or allowed[at] < 1e-200:
            continue
        ruling = decide(judged, out, gold, before)
        assert ruling.accepted is (factor < 1)
        assert (np.unravel_index(ruling.excess.argmax(), gold.shape) == np.array(at)).all()
        assert ruling.excess[at] == pytest.approx(factor, rel=1e-3)


@pytest.mark.parametrize("judged", ["update", "scaled", "elementwise"])
@given(
    pair=pairs,
    noise=st.sampled_from([0.0, 1e-6, -7e-5, 3e-4]),
    power=st.integers(-30, 30),
)
def test_scaling_everything_changes_nothing(judged, pair, noise, power) -> None:
    """Metres or millimetres: the same verdict, error and places when every array is multiplied by a power of two."""
    gold, before = pair
    out = gold + noise * np.cos(np.arange(gold.size)).reshape(gold.shape)
    by = 2.0**power
    here, there = decide(judged, out, gold, before), decide(judged, by * out, by * gold, by * before)
    assert here.accepted == there.accepted
    # Where all is zero there is no scale, and an error is only "beyond measure".
    if np.any(gold if judged != "update" else np.abs(gold) + np.abs(before)):
        assert here.error == pytest.approx(there.error, rel=1e-9)
        assert np.allclose(here.ratio, there.ratio, rtol=1e-9)


@pytest.mark.parametrize("judged", [*RULES, "exact"])
@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("where", ["out", "gold"])
def test_what_is_not_finite_is_never_accepted(judged, bad, where) -> None:
    """NaN equals nothing and infinity is near nothing, itself included, on either side and on both."""
    fine, spoilt = np.array([1.0, 2.0, 3.0]), np.array([1.0, bad, 3.0])
    before = np.zeros(3)
    out, gold = (spoilt, fine) if where == "out" else (fine, spoilt)
    ruling = decide(judged, out, gold, before)
    assert not ruling.accepted
    assert np.isfinite(ruling.error)
    assert np.isfinite(ruling.ratio).all()
    assert ruling.ratio.max() <= LARGEST
    if judged != "exact" or np.isnan(bad):
        assert not decide(judged, spoilt, spoilt, before).accepted


@pytest.mark.parametrize("judged", RULES)
def test_numbers_too_large_to_subtract_are_refused(judged) -> None:
    """An overflow in the comparison is not agreement, and a report still gets finite numbers."""
    for out, gold in (([1.7e308], [-1.7e308]), ([-1.7e308, 0.0], [1.7e308, 0.0])):
        ruling = decide(judged, out, gold, -np.asarray(gold))
        assert not ruling.accepted
        assert np.isfinite(ruling.error)


def test_at_a_learning_rate_of_zero_only_rounding_is_allowed() -> None:
    """Nothing should move: the weights as they were pass, a weight off by a thousandth does not."""
    before = np.array([0.5, -0.25, 1.0])
    assert decide("update", before, before, before).accepted
    assert decide("update", before * (1 + 8 * U), before, before).accepted
    moved = decide("update", before + np.array([0, 1e-3, 0]), before, before)
    assert not moved.accepted
    assert 0 < moved.error < LARGEST
    assert moved.error > TAU


def test_a_golden_of_zeros_leaves_the_floor_alone() -> None:
    """Where all is zero nothing is near but zero, except what the floor allows."""
    zero = np.zeros(3)
    for judged in RULES:
        assert decide(judged, zero, zero).accepted
        assert not decide(judged, zero + 1e-30, zero).accepted
        assert decide(judged, zero + 1e-9, zero, floor=2e-9).accepted
        assert not decide(judged, zero + 4e-9, zero, floor=2e-9).accepted


def test_elementwise_holds_the_tail_to_its_own_size() -> None:
    """A tail of 1e-20 that is off by half passes `scaled` and fails `elementwise`."""
    gold = np.array([1.0, 1e-20])
    out = np.array([1.0, 1.5e-20])
    assert decide("scaled", out, gold).accepted
    assert not decide("elementwise", out, gold).accepted


def test_exact_is_exact() -> None:
    """One integer off by one, one flag flipped: refused; equal: accepted; 2**53 + 1 is not 2**53."""
    for gold, wrong in (
        (np.array([1, 2, 3]), np.array([1, 2, 4])),
        (np.array([True, False]), np.array([True, True])),
        (np.array([2**53]), np.array([2**53 + 1])),
    ):
        assert rule(view("exact"), gold.copy(), gold, None).accepted
        ruling = rule(view("exact"), wrong, gold, None)
        assert (ruling.accepted, ruling.error) == (False, 1.0)


def test_a_scalar_is_an_array_without_axes() -> None:
    """Every rule takes a single number."""
    for judged in RULES:
        assert decide(judged, 2.0, 2.0, 1.0).accepted
        assert not decide(judged, 2.01, 2.0, 1.0).accepted
    assert not rule(view("exact", 0), np.array(3), np.array(4), None).accepted


def test_a_view_without_tolerance_is_refused_loudly() -> None:
    """No silent default: an uncertified view without tau is an error of ours."""
    with pytest.raises(ValueError, match="w/all has no tolerance"):
        rule(view("scaled", tau=None), np.zeros(1), np.zeros(1), None)


@given(
    npst.arrays(
        np.float64, npst.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=70), elements=st.just(0.0)
    ),
    st.data(),
)
def test_a_map_is_small_and_loses_no_maximum(ratio, data) -> None:
    """At most 32 x 32 whatever the shape, rectangular, and the largest ratio is still in it."""
    if ratio.size:
        at = data.draw(st.sampled_from([tuple(0 for _ in ratio.shape), tuple(s - 1 for s in ratio.shape)]))
        ratio = ratio.copy()
        ratio[at] = 7.0
    folded = block_maxima(ratio)
    assert len(folded) <= 32
    assert len({len(row) for row in folded}) <= 1
    assert all(len(row) <= 32 for row in folded)
    assert max((max(row) for row in folded), default=None) == (7.0 if ratio.size else None)
    if ratio.ndim == 2 and ratio.size and max(ratio.shape) <= 32:
        assert np.array_equal(np.array(folded), ratio)
