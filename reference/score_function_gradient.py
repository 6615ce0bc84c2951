"""The score function estimator: a gradient of an expectation that never differentiates the function itself.

Shapes: mu, log_var, a and both answers (d,); eps and z (n, d), one sample to a row.
"""

import torch
from torch import Tensor
from torch.distributions import Normal


def noise(seed: int, n: int, d: int) -> dict[str, Tensor]:
    """Draw eps (n, d) exactly as `torch.manual_seed(seed); torch.randn(n, d)` does."""
    return {"eps": torch.randn(n, d, generator=torch.Generator().manual_seed(seed))}


def loss(mu: Tensor, log_var: Tensor, a: Tensor, n: int, baseline: str, eps: Tensor) -> Tensor:
    """Return a scalar whose gradient is the estimate: weighted log densities of samples that are held constant."""
    z = (mu + torch.exp(log_var).sqrt() * eps).detach()
    f = torch.linalg.vector_norm(z - a, dim=1) ** 2
    if baseline == "leave_one_out":
        f = torch.stack([f[i] - torch.cat([f[:i], f[i + 1 :]]).mean() for i in range(n)])
    elif baseline == "mean":
        f = f - f.mean()
    log_q = Normal(mu, torch.exp(log_var).sqrt()).log_prob(z).sum(dim=1)
    return torch.dot(f.detach(), log_q) / n


def solve(mu: Tensor, log_var: Tensor, a: Tensor, n: int, seed: int, baseline: str) -> dict[str, Tensor]:
    """Return d_mu and d_log_var, estimates of the gradient of E[sum (z - a)^2], each (d,)."""
    eps = noise(seed, n, len(mu))["eps"].to(mu.dtype)
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps

    # What is averaged: one number to a sample, and never differentiated.
    f = ((z - a) ** 2).sum(dim=1)

    # The score: log q(z) = -((z - mu)^2 / sigma^2 + log_var) / 2 + const, differentiated with z held constant.
    # With (z - mu) / sigma = eps:  d/dmu = (z - mu) / sigma^2  and  d/dlog_var = ((z - mu)^2 / sigma^2 - 1) / 2.
    score_mu = eps / sigma
    score_log_var = (eps**2 - 1) / 2

    # A constant in front of the score averages to zero, so it may be taken off f to calm the estimate.
    if baseline == "mean":
        b = f.mean()
    elif baseline == "leave_one_out":
        b = (f.sum() - f) / (n - 1)
    else:
        b = torch.zeros_like(f)

    weight = (f - b)[:, None]
    d_mu = (weight * score_mu).mean(dim=0)
    d_log_var = (weight * score_log_var).mean(dim=0)
    return {"d_mu": d_mu, "d_log_var": d_log_var}
