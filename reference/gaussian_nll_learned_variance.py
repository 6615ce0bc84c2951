"""The negative log-likelihood of a batch under Gaussians whose variances are learned, and its gradients.

Shapes: x, mu, log_var and both gradients are (N, d), the loss a scalar; log_var is the logarithm of the variance.
"""

import math

import torch
from torch import Tensor


def loss(x: Tensor, mu: Tensor, log_var: Tensor) -> Tensor:
    """Return the loss from standard deviations, by PyTorch's own normal distribution."""
    normal = torch.distributions.Normal(mu, torch.exp(log_var / 2))
    return -normal.log_prob(x).sum(dim=1).mean()


def solve(x: Tensor, mu: Tensor, log_var: Tensor) -> dict[str, Tensor]:
    """Return the loss, a tensor of shape (), and its gradients with respect to mu and log_var."""
    N = len(x)
    constant = math.log(2 * math.pi)
    precision = torch.exp(-log_var)
    residual = mu - x
    weighted = residual**2 * precision

    # -log of exp(-(x - mu)^2 / (2 sigma^2)) / sqrt(2 pi sigma^2), summed over coordinates, averaged over rows.
    nll = 0.5 * (constant + log_var + weighted)
    value = nll.sum(dim=1).mean()

    # mu is in the square alone: d/dmu (mu - x)^2 / 2 = mu - x.
    d_mu = residual * precision / N

    # log_var stands by itself, with the derivative 1, and in precision = exp(-log_var), whose derivative
    # is -precision; so the weighted square comes back with a minus sign.
    d_log_var = (1 - weighted) / (2 * N)

    return {"loss": value, "d_mu": d_mu, "d_log_var": d_log_var}
