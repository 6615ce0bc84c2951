"""The divergence from the prior with an allowance for each latent dimension, and its gradient.

Shapes: mu, log_var and both gradients are (N, d_z), the loss is a scalar; lam is in nats.
"""

import torch
from torch import Tensor


def loss(mu: Tensor, log_var: Tensor, lam: float) -> Tensor:
    """Return the allowances, and on top of them what exceeds them; relu has the derivative 0 at 0."""
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).mean(dim=0)
    return lam * mu.shape[1] + torch.relu(kl - lam).sum()


def solve(mu: Tensor, log_var: Tensor, lam: float) -> dict[str, Tensor]:
    """Return the loss, a tensor of shape (), and its gradients; Kingma et al. (2016), appendix C.8, per dimension."""
    N = len(mu)

    # KL of each entry from N(0, 1); expm1(t) is exp(t) - 1 without the digits that cancel near 0.
    entries = 0.5 * (mu**2 + torch.expm1(log_var) - log_var)
    kl = entries.mean(dim=0)

    # A dimension is charged or free for the whole batch. At the allowance exactly, it is free.
    charged = kl > lam
    value = torch.where(charged, kl, lam).sum()

    # The derivative of max(lam, kl) is that of kl where a dimension is charged, and 0 where it is free.
    mask = charged.to(mu.dtype)
    d_mu = mask * mu / N
    d_log_var = mask * torch.expm1(log_var) / (2 * N)

    return {"loss": value, "d_mu": d_mu, "d_log_var": d_log_var}
