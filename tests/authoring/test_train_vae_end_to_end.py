"""The reference of the first problem, against PyTorch's own draw and PyTorch's own gradient."""

from pathlib import Path

import numpy as np
import pytest
import torch

from harness.authoring.build import build
from harness.authoring.reference import load_reference
from harness.authoring.secret import Keys
from harness.problem.course import Course
from harness.problem.golden import check_fresh, read_golden
from harness.problem.spec import load_problem

COURSE = Course(Path(__file__).parents[2])
STEM = "train_vae_end_to_end"


@pytest.fixture(scope="module")
def problem():
    return load_problem(COURSE.spec(STEM))


@pytest.fixture(scope="module")
def reference(problem):
    return load_reference(COURSE.reference(STEM), tuple(problem.inputs))


@pytest.mark.parametrize(("n", "d_z"), [(1, 1), (3, 5), (4, 4), (5, 7), (64, 32)])
def test_noise_is_the_draw_of_the_statement(reference, n: int, d_z: int) -> None:
    """`torch.manual_seed(seed); torch.randn(N, d_z)`, bit for bit, on both sides of 16 values."""
    for seed in (0, 7, 2**40 + 1):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            expected = torch.randn(n, d_z)
        assert torch.equal(reference.module.noise(seed, n, d_z)["eps"], expected)


@pytest.mark.parametrize(("n", "d", "d_z"), [(1, 1, 1), (4, 3, 2), (6, 5, 9)])
def test_solve_is_one_step_down_the_gradient(reference, n: int, d: int, d_z: int) -> None:
    """Autograd, on the loss as the statement writes it and in float64, moves the weights to the same place."""
    generator = torch.Generator().manual_seed(n)
    x = torch.randn(n, d, generator=generator).double()
    w_enc = torch.randn(d, 2 * d_z, generator=generator).double().requires_grad_()
    w_dec = torch.randn(d_z, d, generator=generator).double().requires_grad_()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(3)
        eps = torch.randn(n, d_z).double()
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    x_hat = (mu + torch.exp(0.5 * log_var) * eps) @ w_dec
    recon = ((x_hat - x) ** 2).sum(-1).mean()
    kl = -0.5 * (1 + log_var - mu**2 - log_var.exp()).sum(-1).mean()
    (recon + kl).backward()
    expected = torch.cat([(w - 0.1 * w.grad).detach().flatten() for w in (w_enc, w_dec)])
    found = reference.module.solve(x, w_enc.detach(), w_dec.detach(), 0.1, 3)
    torch.testing.assert_close(found, expected, rtol=1e-12, atol=1e-13)


def test_the_stored_golden_is_what_is_built(problem) -> None:
    """The golden in the repository is fresh, and a build today gives its numbers to a millionth of the tolerance."""
    stored = read_golden(COURSE.golden(STEM))
    check_fresh(stored, problem, COURSE.reference(STEM))
    built = build(problem, COURSE.reference(STEM), Keys()).golden
    assert stored.stream == built.stream
    for name, case in stored.cases.items():
        for part, expected in case.expected.items():
            moved = np.abs(expected - case.inputs[part]).max()
            assert np.abs(built.cases[name].expected[part] - expected).max() <= 1e-6 * moved


def test_float32_noise_is_far_below_the_tolerance(problem) -> None:
    """Every case leaves a correct submission at least ten times the room that float32 takes."""
    for proof in build(problem, COURSE.reference(STEM), Keys()).proofs.values():
        assert max(proof.noise.values()) < 0.1
