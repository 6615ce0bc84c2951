"""The negative log-likelihood of a point under Gaussians that share one fixed variance.

Shapes: x (d,), mu (K, d), sigma2 a float, the loss (K,).
"""

import math

import torch
from torch import Tensor


def oracle(x: Tensor, mu: Tensor, sigma2: float) -> Tensor:
    """Return the same by PyTorch's own normal distribution, one coordinate at a time."""
    normal = torch.distributions.Normal(mu, math.sqrt(sigma2))
    return -normal.log_prob(x.expand_as(mu)).sum(dim=1)


def solve(x: Tensor, mu: Tensor, sigma2: float) -> Tensor:
    """Return -log N(x; mu_k, sigma2 I) for each row of mu, summed over the coordinates: (K,)."""
    d = len(x)

    # -log of prod_j exp(-(x_j - mu_j)^2 / (2 sigma2)) / sqrt(2 pi sigma2): the squares add up over the
    # coordinates, and each coordinate brings half a log(2 pi sigma2).
    squared_error = ((x - mu) ** 2).sum(dim=1)
    constant = d / 2 * math.log(2 * math.pi * sigma2)
    return constant + squared_error / (2 * sigma2)
