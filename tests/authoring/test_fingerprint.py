"""The name of the random stream is steady where the stream is, and moves where it moves."""

import pytest
import torch

from harness.authoring import fingerprint
from harness.authoring.fingerprint import GRID, sample, stream_fingerprint


def test_no_value_lies_near_a_rounding_boundary() -> None:
    """Last bits that differ between processors (2e-6) cannot change the name: there is room for ten times that."""
    fraction = sample() - sample().floor()
    assert float((fraction - 0.5).abs().min()) * GRID > 2e-5


def test_the_name_survives_last_bits_and_not_another_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draws 2e-6 off keep the name; draws of another seed do not."""
    stream_fingerprint.cache_clear()
    before, values = stream_fingerprint(), sample()
    for moved, same in ((values + 2e-6 / GRID, True), (values.flip(0), False)):
        monkeypatch.setattr(fingerprint, "sample", lambda moved=moved: moved)
        stream_fingerprint.cache_clear()
        assert (stream_fingerprint() == before) is same
    stream_fingerprint.cache_clear()


def test_asking_for_the_name_draws_nothing_of_the_caller_s() -> None:
    """The global generator stays where it was."""
    state = torch.random.get_rng_state()
    stream_fingerprint.cache_clear()
    stream_fingerprint()
    assert torch.equal(state, torch.random.get_rng_state())
