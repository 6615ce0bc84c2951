# problem: kl_diag_gaussian_grad
"""NumPy alone in solve; torch is imported by a check that only the script at the end calls."""

import numpy as np


def gradients(mu: np.ndarray, log_var: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = mu.shape[0]
    return mu / n, np.expm1(log_var) / (2 * n)


def check_with_autograd(mu: np.ndarray, log_var: np.ndarray) -> None:
    import torch

    a = torch.tensor(mu, requires_grad=True)
    b = torch.tensor(log_var, requires_grad=True)
    loss = -0.5 * (1 + b - a**2 - b.exp()).sum(1).mean()
    loss.backward()
    for ours, theirs in zip(gradients(mu, log_var), (a.grad, b.grad)):
        assert np.allclose(ours, theirs.numpy(), atol=1e-6)


def solve(mu, log_var):
    assert isinstance(mu, np.ndarray), f"expected an array, got {type(mu)}"
    return gradients(mu, log_var)


if __name__ == "__main__":
    rng = np.random.default_rng(0)
    check_with_autograd(rng.normal(size=(4, 2)), rng.normal(size=(4, 2)))
    print("ok")
