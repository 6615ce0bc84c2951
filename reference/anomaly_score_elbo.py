"""Score every data point by its negative ELBO under a linear VAE, and flag the unlikely ones.

Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d), eps (L, N, d_z).
"""

from typing import Any

import torch
from torch import Tensor


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor, threshold: float) -> dict[str, Any]:
    """Return score (N,), flagged (N,) booleans, and the row of the highest score."""
    d_z = len(w_dec)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]

    # L samples for every row, (L, N, d_z); the error of a row is averaged over its samples.
    z = mu + torch.exp(log_var / 2) * eps
    recon = ((z @ w_dec - x) ** 2).sum(2).mean(0)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(1)
    score = recon + kl
    return {"score": score, "flagged": score > threshold, "worst": int(torch.argmax(score))}


def oracle(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor, threshold: float) -> dict[str, Any]:
    """Find the same row by row, the divergence from torch.distributions."""
    from torch.distributions import Normal, kl_divergence

    scores = []
    for row, noise in zip(x, eps.transpose(0, 1), strict=True):
        mu, log_var = (row @ w_enc).chunk(2)
        q = Normal(mu, torch.exp(log_var).sqrt())
        errors = [torch.dist((mu + q.scale * sample) @ w_dec, row) ** 2 for sample in noise]
        prior = Normal(torch.zeros_like(mu), torch.ones_like(mu))
        scores.append(torch.stack(errors).mean() + kl_divergence(q, prior).sum())
    score = torch.stack(scores)
    order = torch.argsort(score, descending=True)
    return {"score": score, "flagged": ~(score <= threshold), "worst": int(order[0])}
