"""Which latent dimensions a trained encoder still uses.

Shapes: mu, log_var (N, d_z); threshold is a float.
"""

from typing import Any

import torch
from torch import Tensor


def solve(mu: Tensor, log_var: Tensor, threshold: float) -> dict[str, Any]:
    """Return activity (d_z,), kl (d_z,), active (d_z,) booleans, and their count."""
    # How far the posterior mean moves from one data point to the next: its variance over the batch, with 1/N.
    activity = ((mu - mu.mean(0)) ** 2).mean(0)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).mean(0)
    active = activity > threshold
    return {"activity": activity, "kl": kl, "active": active, "count": int(active.sum())}


def oracle(mu: Tensor, log_var: Tensor, threshold: float) -> dict[str, Any]:
    """Find the same from moments and from torch.distributions."""
    from torch.distributions import Normal, kl_divergence

    activity = torch.var(mu, dim=0, correction=0)
    q = Normal(mu, torch.exp(log_var) ** 0.5)
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).mean(0)
    active = torch.std(mu, dim=0, correction=0) > threshold**0.5
    return {"activity": activity, "kl": kl, "active": active, "count": int(torch.count_nonzero(active))}
