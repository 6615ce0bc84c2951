"""One step of gradient descent on a linear beta-VAE, every derivative by hand.

Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d).
"""

import torch
from torch import Tensor


def noise(seed: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (N, d_z) exactly as `torch.manual_seed(seed); torch.randn(N, d_z)` does."""
    return {"eps": torch.randn(N, d_z, generator=torch.Generator().manual_seed(seed))}


def loss(x: Tensor, w_enc: Tensor, w_dec: Tensor, beta: float, eps: Tensor) -> Tensor:
    """Return squared error plus beta KL(q(z|x) || N(0, I)), a mean over the batch."""
    mu, log_var = (x @ w_enc).chunk(2, dim=1)
    z = mu + torch.exp(log_var / 2) * eps
    recon = ((z @ w_dec - x) ** 2).sum(dim=1)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1)
    return (recon + beta * kl).mean()


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, beta: float, seed: int) -> Tensor:
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
    # The squared error is as it would be without beta, and so is everything on the way down to z.
    g_x_hat = 2 / N * (x_hat - x)
    g_w_dec = z.T @ g_x_hat
    g_z = g_x_hat @ w_dec.T

    # The divergence alone, as a batch mean: kl = 1/(2N) sum (mu^2 + sigma^2 - log_var - 1).
    kl_mu = mu / N
    kl_log_var = (sigma**2 - 1) / (2 * N)

    # Here the two roads meet, and beta weighs one of them.
    g_mu = g_z + beta * kl_mu
    g_log_var = g_z * sigma * eps / 2 + beta * kl_log_var

    # The halves of g_h stand where mu and log_var stand in h, and h = x w_enc.
    g_h = torch.cat([g_mu, g_log_var], dim=1)
    g_w_enc = x.T @ g_h

    # Both gradients were taken at the old weights; only now do the weights move.
    new_w_enc = w_enc - lr * g_w_enc
    new_w_dec = w_dec - lr * g_w_dec
    return torch.cat([new_w_enc.flatten(), new_w_dec.flatten()])
