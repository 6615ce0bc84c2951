"""The references of the first half of the course: the figures that the lecture and the article print, and any size."""

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from harness.authoring.reference import load_reference
from harness.problem.course import Course
from harness.problem.spec import load_problem

COURSE = Course(Path(__file__).parents[2])


def solve(stem: str, *args: Any) -> Any:
    """Run a reference on float64 tensors made of lists."""
    problem = load_problem(stem, COURSE)
    reference = load_reference(COURSE.reference(stem), tuple(problem.inputs))
    wide = [torch.tensor(arg, dtype=torch.float64) if isinstance(arg, list) else arg for arg in args]
    return reference.module.solve(*wide)


def test_the_practice_divergence() -> None:
    """A mean of (2, 0) and variances of 1/4 and 4: 3.125, for the logarithms cancel."""
    kl = solve("kl_diag_gaussian", [[2.0, 0.0]], [[math.log(0.25), math.log(4.0)]])
    assert kl.item() == pytest.approx(3.125, rel=1e-15)


def test_the_table_of_candidates() -> None:
    """The lecture's four reconstructions of one point, under a variance of 0.25, to the digits it prints."""
    candidates = [[1.0, -0.5, 0.7], [0.8, -0.4, 0.9], [0.0, 0.0, 0.0], [2.0, -1.0, 1.4]]
    nll = solve("gaussian_nll_fixed_variance", [1.0, -0.5, 0.7], candidates, 0.25)
    assert [f"{value:.4f}" for value in nll.tolist()] == ["0.6774", "0.8574", "4.1574", "4.1574"]


def test_the_gap_of_a_hundred_thousand_samples() -> None:
    """The lecture's samples are the uniform ones that follow 100,000 normal ones of its generator."""
    generator = np.random.default_rng(42)
    generator.normal(size=100_000)
    samples = generator.uniform(0.1, 5.0, size=100_000)
    assert solve("jensen_gap", samples.tolist()).item() == pytest.approx(0.24674055682129192, rel=1e-12)


def test_the_single_data_point() -> None:
    """The lecture's toy loss, digit for digit, with the two normals that its generator had come to."""
    generator = np.random.default_rng(42)
    generator.normal(size=100_000)
    generator.uniform(size=100_000)
    eps = generator.normal(size=9128)[9126:].tolist()
    w = [[1.2, -0.7, 0.5, 1.0], [-0.4, 0.8, 1.1, -0.6]]
    b = [0.1, -0.2, 0.0, 0.3]
    found = solve("toy_vae_loss", [1.0, 0.0, 1.0, 1.0], [0.5, -0.3], [-0.2, 0.4], eps, w, b)
    assert found["z"].tolist() == pytest.approx([-0.80355319, 0.88486174], abs=5e-9)
    assert found["x_hat"].tolist() == pytest.approx(
        [0.22825187, 0.74466853, 0.63912567, 0.26221837], abs=5e-9
    )
    assert found["recon"].item() == pytest.approx(4.628730077037161, rel=1e-15)
    assert found["kl"].item() == pytest.approx(0.22527772535962606, rel=1e-14)
    assert found["total"].item() == pytest.approx(4.8540078023967865, rel=1e-15)


def test_almost_the_prior() -> None:
    """A divergence of 10^-12 keeps its digits: exp(t) - 1 - t would have lost four of them."""
    t = 1e-6
    kl = solve("kl_diag_gaussian", [[0.0]], [[t]]).item()
    assert kl == pytest.approx((t**2 / 2 + t**3 / 6) / 2, rel=1e-9)
    _, d_log_var = solve("kl_diag_gaussian_grad", [[0.0]], [[t]])
    assert d_log_var.item() == pytest.approx((t + t**2 / 2) / 2, rel=1e-12)


@pytest.mark.parametrize("logit", [500.0, -500.0, 5e5])
def test_logits_of_any_size(logit: float) -> None:
    """A certain decoder that is right pays nothing; one that is wrong pays its logit."""
    target = 1.0 if logit > 0 else 0.0
    right = solve("bernoulli_bce_from_logits", [[target]], [[logit]])
    wrong = solve("bernoulli_bce_from_logits", [[1 - target]], [[logit]])
    assert [right["loss"].item(), right["d_logits"].item()] == pytest.approx([0.0, 0.0], abs=1e-200)
    assert (wrong["loss"].item(), wrong["d_logits"].item()) == (abs(logit), math.copysign(1.0, logit))
    labels = torch.tensor([1])
    surprised = solve("categorical_cross_entropy", [[abs(logit), 0.0]], labels)
    assert surprised["loss"].item() == abs(logit)
    assert surprised["d_logits"].tolist() == [[1.0, -1.0]]


def test_an_allowance_that_is_met_exactly_is_free() -> None:
    """At the corner, and below it, the gradient is 0 in every row; above it, that of the plain divergence."""
    mu, log_var = [[1.0, 2.0], [-1.0, 0.0]], [[0.0, 0.5], [0.0, -0.5]]
    found = solve("free_bits", mu, log_var, 0.5)
    plain, _ = solve("kl_diag_gaussian_grad", mu, log_var)
    assert found["d_mu"][:, 0].tolist() == [0.0, 0.0]
    assert torch.equal(found["d_mu"][:, 1], plain[:, 1])
    assert found["loss"].item() == pytest.approx(0.5 + (2.0 + math.cosh(0.5) - 1) / 2, rel=1e-14)


def test_a_factor_and_its_covariance_agree() -> None:
    """With diagonal factors the full divergence is the diagonal one, in both directions."""
    means, sigmas = [[0.5, -1.0, 2.0], [0.0, 0.25, 1.0]], [[0.5, 1.5, 1.0], [2.0, 0.75, 0.5]]
    log_vars = [[2 * math.log(sigma) for sigma in row] for row in sigmas]
    kl_qp, kl_pq = solve(
        "kl_between_gaussians", *([pair] for one in zip(means, log_vars, strict=True) for pair in one)
    )
    factors = [
        [[sigma if i == j else 0.0 for j in range(3)] for i, sigma in enumerate(row)] for row in sigmas
    ]
    full = solve("kl_full_covariance", means[0], factors[0], means[1], factors[1])
    back = solve("kl_full_covariance", means[1], factors[1], means[0], factors[0])
    assert full.item() == pytest.approx(kl_qp.item(), rel=1e-14)
    assert back.item() == pytest.approx(kl_pq.item(), rel=1e-14)


@pytest.mark.parametrize(
    ("steps", "warmup", "cycles"), [(1, 1, 1), (12, 1, 3), (12, 4, 3), (30, 9, 5), (8, 20, 8)]
)
def test_a_cycle_is_a_line_of_its_own(steps: int, warmup: int, cycles: int) -> None:
    """The cyclical schedule is the linear one of its period, again and again; the other kinds know no cycles."""
    line = solve("kl_annealing_schedule", steps // cycles, warmup, "linear", 1)
    assert torch.equal(solve("kl_annealing_schedule", steps, warmup, "cyclical", cycles), line.repeat(cycles))
    for kind in ("linear", "sigmoid"):
        once = solve("kl_annealing_schedule", steps, warmup, kind, 1)
        assert torch.equal(solve("kl_annealing_schedule", steps, warmup, kind, cycles), once)
