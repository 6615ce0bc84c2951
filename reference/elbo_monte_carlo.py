"""The negative evidence lower bound with its expectation averaged over L samples to a data point.

Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d), eps (L, N, d_z).
"""

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def noise(seed: int, L: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (L, N, d_z) exactly as `torch.manual_seed(seed); torch.randn(L, N, d_z)` does."""
    return {"eps": torch.randn(L, N, d_z, generator=torch.Generator().manual_seed(seed))}


def oracle(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> Tensor:
    """Average before decoding: a mean square is the square of the mean plus a variance, seen through the decoder."""
    mu, log_var = torch.tensor_split(x @ w_enc, 2, dim=1)
    q = Normal(mu, torch.exp(log_var).sqrt())
    z = q.mean + q.stddev * eps
    centre = z.mean(dim=0)
    spread = (z - centre).flatten(0, 1)
    bias = torch.linalg.vector_norm(centre @ w_dec - x) ** 2
    variance = torch.trace(w_dec.T @ spread.T @ spread @ w_dec) / len(eps)
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum()
    return (bias + variance + kl) / len(x)


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, L: int, seed: int) -> Tensor:
    """Return the estimate of the negative ELBO, a scalar."""
    N, d_z = len(x), len(w_dec)
    eps = noise(seed, L, N, d_z)["eps"].to(x.dtype)

    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)

    # One Gaussian to a data point, L samples of each: mu and sigma (N, d_z) serve all of eps (L, N, d_z).
    z = mu + sigma * eps
    x_hat = z @ w_dec

    # The expectation under q, as an average over its samples; then the mean over the batch.
    errors = ((x_hat - x) ** 2).sum(dim=2)
    recon = errors.mean(dim=0).mean()

    # The divergence needs no samples: it is known in closed form, once for each data point.
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1).mean()
    return recon + kl
