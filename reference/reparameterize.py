"""Sampling as arithmetic: z = mu + sigma eps, and the way a gradient takes back through it.

Shapes: mu, log_var, grad_z and every answer (N, d_z).
"""

import torch
from torch import Tensor
from torch.distributions import Normal


def noise(seed: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (N, d_z) exactly as `torch.manual_seed(seed); torch.randn(N, d_z)` does."""
    return {"eps": torch.randn(N, d_z, generator=torch.Generator().manual_seed(seed))}


def loss(mu: Tensor, log_var: Tensor, grad_z: Tensor, eps: Tensor) -> Tensor:
    """Return a scalar whose derivative at z is `grad_z`, so that autograd continues from there."""
    return torch.sum(grad_z * (mu + torch.exp(log_var).sqrt() * eps))


def oracle(mu: Tensor, log_var: Tensor, eps: Tensor) -> dict[str, Tensor]:
    """Sample by quantiles: z has the same rank under q that eps has under the standard normal."""
    standard = Normal(torch.zeros_like(mu), torch.ones_like(mu))
    # From the lower tail and mirrored back: near rank 1 float64 has no digits left.
    rank = standard.cdf(-eps.abs())
    return {"z": mu - torch.sign(eps) * torch.exp(log_var).sqrt() * standard.icdf(rank)}


def solve(mu: Tensor, log_var: Tensor, grad_z: Tensor, seed: int) -> dict[str, Tensor]:
    """Return z, d_mu and d_log_var, each (N, d_z)."""
    N, d_z = mu.shape
    eps = noise(seed, N, d_z)["eps"].to(mu.dtype)

    # sigma = sqrt(variance) = sqrt(exp(log_var)).
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps

    # eps is a constant, so each entry of z depends on its own mu and its own log_var alone:
    # dz/dmu = 1 and dz/dlog_var = eps dsigma/dlog_var = eps sigma / 2.
    d_mu = grad_z
    d_log_var = grad_z * sigma * eps / 2
    return {"z": z, "d_mu": d_mu, "d_log_var": d_log_var}
