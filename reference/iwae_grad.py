"""The gradient of the negative importance weighted bound of a linear model, total and by hand.

Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders" (2015), equations 13 and 14.
Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d), eps (K, N, d_z).
"""

import math

import torch
from torch import Tensor
from torch.distributions import Normal


def noise(seed: int, K: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (K, N, d_z) exactly as `torch.manual_seed(seed); torch.randn(K, N, d_z)` does."""
    return {"eps": torch.randn(K, N, d_z, generator=torch.Generator().manual_seed(seed))}


def loss(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> Tensor:
    """Return the negative bound, its densities taken from the library of distributions."""
    mu, log_var = (x @ w_enc).chunk(2, dim=1)
    q = Normal(mu, torch.exp(log_var / 2))
    z = mu + torch.exp(log_var / 2) * eps
    joint = Normal(z @ w_dec, 1.0).log_prob(x).sum(dim=2) + Normal(0.0, 1.0).log_prob(z).sum(dim=2)
    log_w = joint - q.log_prob(z).sum(dim=2)
    return math.log(len(eps)) - torch.logsumexp(log_w, dim=0).mean()


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, K: int, seed: int) -> dict[str, Tensor]:
    """Return d_w_enc (d, 2 d_z) and d_w_dec (d_z, d)."""
    N, d_z = len(x), len(w_dec)
    eps = noise(seed, K, N, d_z)["eps"].to(x.dtype)

    # Forward, every sample's log weight up to a constant: a constant changes neither gradient nor share.
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    x_hat = z @ w_dec
    log_w = -0.5 * ((x - x_hat) ** 2).sum(dim=2) - 0.5 * (z**2 - eps**2 - log_var).sum(dim=2)

    # d log(mean_k w_k) / d log w_k = w_k / sum w: each sample counts by its share of the weight, (K, N, 1).
    share = torch.softmax(log_w, dim=0)[:, :, None]

    # Backward; g_a stands for d loss / d a, and the loss is minus the bound, a mean over the batch.
    # The likelihood -(x - x_hat)^2 / 2 reaches the decoder and z; the prior -z^2 / 2 reaches z.
    g_x_hat = share / N * (x_hat - x)
    g_w_dec = torch.einsum("kni,knj->ij", z, g_x_hat)
    g_z = g_x_hat @ w_dec.T + share / N * z

    # -log q = (eps^2 + log_var) / 2 + const: with eps fixed nothing of it depends on mu, and what depends on
    # log_var does so directly. The shares of a data point add up to one.
    g_mu = g_z.sum(dim=0)
    g_log_var = (g_z * sigma * eps / 2).sum(dim=0) - 1 / (2 * N)

    g_h = torch.cat([g_mu, g_log_var], dim=1)
    g_w_enc = x.T @ g_h
    return {"d_w_enc": g_w_enc, "d_w_dec": g_w_dec}
