"""One step of gradient descent on a linear variational autoencoder, every derivative by hand.

Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d).
"""

import torch
from torch import Tensor


def noise(seed: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (N, d_z) exactly as `torch.manual_seed(seed); torch.randn(N, d_z)` does."""
    return {"eps": torch.randn(N, d_z, generator=torch.Generator().manual_seed(seed))}


def loss(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> Tensor:
    """Return the negative ELBO, a mean over the batch: squared error plus KL(q(z|x) || N(0, I))."""
    mu, log_var = (x @ w_enc).chunk(2, dim=1)
    z = mu + torch.exp(log_var / 2) * eps
    recon = ((z @ w_dec - x) ** 2).sum(dim=1)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1)
    return (recon + kl).mean()


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    """Return the updated w_enc and w_dec, flattened and joined: (d * 2 d_z + d_z * d,)."""
    N, d_z = len(x), len(w_dec)
    eps = noise(seed, N, d_z)["eps"].to(x.dtype)

    # Forward: h = x w_enc = [mu, log_var], z = mu + sigma eps, x_hat = z w_dec.
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    x_hat = z @ w_dec

    # Backward; g_a stands for d loss / d a and has the shape of a.
    # recon = 1/N sum (x_hat - x)^2, and x_hat = z w_dec is linear in both factors.
    g_x_hat = 2 / N * (x_hat - x)
    g_w_dec = z.T @ g_x_hat
    g_z = g_x_hat @ w_dec.T

    # dz/dmu = 1 and dz/dlog_var = dsigma/dlog_var eps = sigma eps / 2. To what arrives through z,
    # kl = 1/(2N) sum (mu^2 + exp(log_var) - log_var - 1) adds its own derivatives; exp(log_var) = sigma^2.
    g_mu = g_z + mu / N
    g_log_var = g_z * sigma * eps / 2 + (sigma**2 - 1) / (2 * N)

    # The halves of g_h stand where mu and log_var stand in h, and h = x w_enc.
    g_h = torch.cat([g_mu, g_log_var], dim=1)
    g_w_enc = x.T @ g_h

    # Both gradients were taken at the old weights; only now do the weights move.
    return torch.cat([(w_enc - lr * g_w_enc).flatten(), (w_dec - lr * g_w_dec).flatten()])
