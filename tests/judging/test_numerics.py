"""What facts about rounding promise a learner: every right program passes, and a step too small to see still counts."""

from dataclasses import replace

import numpy as np
import pytest

from harness.judging.rule import U, rule
from tests.conftest import ROOT, STEM
from tests.judging.programs import EQUAL, changed, program

NEVER_TRAINED = program(result="torch.cat([w_enc.flatten(), (w_dec - lr * g_dec).flatten()])")


@pytest.mark.parametrize("name", EQUAL)
def test_every_way_to_write_the_step_is_accepted_on_every_case(judge, name) -> None:
    """einsum, loops, NumPy and float64 round differently and are all right."""
    verdict = judge.judge_source(EQUAL[name], STEM)
    assert verdict.status == "AC", verdict.message
    assert verdict.score == 1.0
    assert [case.status for case in verdict.cases] == ["AC"] * 7


def test_the_reference_is_accepted(judge) -> None:
    """The judge agrees with its own truth, run in float32 as any submission is."""
    verdict = judge.judge_source((ROOT / "reference" / f"{STEM}.py").read_text(), STEM)
    assert (verdict.status, verdict.score) == ("AC", 1.0)


def test_an_encoder_that_is_never_trained_fails_even_at_a_small_rate(judge, prepared) -> None:
    """At lr = 1e-3 the usual rtol = atol = 1e-3 sees 4 of 5 weights as right; compared by update none is."""
    golden = prepared.golden.cases["slow"]
    assert golden.inputs["lr"] == 1e-3
    kept, learned = golden.inputs["w_enc"], golden.expected["w_enc"]
    assert np.isclose(kept, learned, rtol=1e-3, atol=1e-3).mean() >= 0.8
    verdict = judge.judge_source(NEVER_TRAINED, STEM)
    slow = next(case for case in verdict.cases if case.name == "slow")
    assert slow.status == "WA"
    assert {view.view: view.accepted for view in slow.views} == {"mu": False, "log_var": False, "all": True}
    assert verdict.diagnosis.code == "unchanged"
    assert "w_enc" in verdict.diagnosis.message


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("+ mu / N", ""),
        ("+ (sigma**2 - 1) / (2 * N)", ""),
        ("+ (sigma**2 - 1)", "- (sigma**2 - 1)"),
        ("(log_var / 2).exp()", "log_var.exp()"),
        ("g_z * sigma * eps / 2", "0 * g_z"),
        ("2 / N * (z", "1 / N * (z"),
    ],
)
def test_a_single_slip_is_seen_at_a_small_rate(judge, old, new) -> None:
    """The case with lr = 1e-3 alone refuses what a tolerance on weights would let through."""
    verdict = judge.judge_source(changed(old, new), STEM)
    assert next(case for case in verdict.cases if case.name == "slow").status == "WA"


@pytest.mark.parametrize("lr", [1e-3, 1e-4])
def test_a_right_float32_program_needs_the_rounding_term(prepared, lr) -> None:
    """At a small rate, storing the weights in float32 costs more than tau of the update: 32 u max|w| pays for that.

    The update is added in place, row after row, as a per-sample loop does; without the term it would be refused.
    """
    layout = prepared.layouts["slow"]
    view = next(view for view in layout.views if view.name == "log_var")
    case = prepared.golden.cases["slow"]
    before = np.asarray(case.inputs["w_enc"], dtype=np.float64)[view.index]
    step = (case.expected["w_enc"][view.index] - before) * (lr / 1e-3)
    gold = before + step
    stored = before.astype(np.float32)
    for _ in range(9):
        stored = stored + (step / 9).astype(np.float32)
    out = stored.astype(np.float64)
    assert rule(view, out, gold, before).accepted
    allowed = view.tau * np.abs(step).max() + 2 * U * np.abs(gold)
    assert (np.abs(out - gold) > allowed).any(), "the case is too easy to show it"
    assert not rule(replace(view, tau=view.tau / 1e6), before, gold, before).accepted
