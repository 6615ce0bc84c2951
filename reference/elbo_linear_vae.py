"""The loss of a linear variational autoencoder on one batch, its two terms apart.

Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d).
"""

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def noise(seed: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (N, d_z) exactly as `torch.manual_seed(seed); torch.randn(N, d_z)` does."""
    return {"eps": torch.randn(N, d_z, generator=torch.Generator().manual_seed(seed))}


def oracle(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> dict[str, Tensor]:
    """Take the divergence from the library of distributions, and expand the square of the error."""
    mu, log_var = torch.tensor_split(x @ w_enc, 2, dim=1)
    q = Normal(mu, torch.exp(log_var).sqrt())
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum() / len(x)
    x_hat = torch.addcmul(q.mean, q.stddev, eps) @ w_dec
    recon = torch.trace(x_hat @ x_hat.T - 2 * x_hat @ x.T + x @ x.T) / len(x)
    return {"recon": recon, "kl": kl, "loss": recon + kl}


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, seed: int) -> dict[str, Tensor]:
    """Return recon, kl and their sum loss, three scalars."""
    N, d_z = len(x), len(w_dec)
    eps = noise(seed, N, d_z)["eps"].to(x.dtype)

    # The encoder: h = [mu, log_var], one Gaussian to a row.
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)

    # One sample of each Gaussian, decoded.
    z = mu + sigma * eps
    x_hat = z @ w_dec

    # How badly the batch was explained: sum over the d columns, mean over the N rows.
    recon = ((x_hat - x) ** 2).sum(dim=1).mean()

    # How far the Gaussians are from N(0, I); per entry (mu^2 + sigma^2 - log sigma^2 - 1) / 2.
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1).mean()

    loss = recon + kl
    return {"recon": recon, "kl": kl, "loss": loss}
