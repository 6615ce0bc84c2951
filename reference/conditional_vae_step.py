"""One step of gradient descent on a linear conditional VAE, every derivative by hand.

Shapes: x (N, d), y (N, c) one-hot, w_enc (d + c, 2 d_z) with the columns of mu first, w_dec (d_z + c, d).
"""

import torch
from torch import Tensor


def noise(seed: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (N, d_z) exactly as `torch.manual_seed(seed); torch.randn(N, d_z)` does."""
    return {"eps": torch.randn(N, d_z, generator=torch.Generator().manual_seed(seed))}


def loss(x: Tensor, y: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> Tensor:
    """Return squared error plus KL(q(z|x,y) || N(0, I)), a mean over the batch; labels act as biases by class."""
    d, d_z = x.shape[1], eps.shape[1]
    mu, log_var = (x @ w_enc[:d] + w_enc[d:][y.argmax(dim=1)]).chunk(2, dim=1)
    z = mu + torch.exp(log_var / 2) * eps
    recon = ((z @ w_dec[:d_z] + w_dec[d_z:][y.argmax(dim=1)] - x) ** 2).sum(dim=1)
    kl = 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1)
    return (recon + kl).mean()


def solve(x: Tensor, y: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    """Return the updated w_enc and w_dec, flattened and joined: ((d + c) * 2 d_z + (d_z + c) * d,)."""
    N, d_z = len(x), w_enc.shape[1] // 2
    eps = noise(seed, N, d_z)["eps"].to(x.dtype)

    # Forward. The label stands beside the data on the way in and beside the sample on the way out.
    xy = torch.cat([x, y], dim=1)
    h = xy @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    zy = torch.cat([z, y], dim=1)
    x_hat = zy @ w_dec

    # Backward; g_a stands for d loss / d a and has the shape of a.
    g_x_hat = 2 / N * (x_hat - x)
    g_w_dec = zy.T @ g_x_hat

    # Of what arrives at [z, y] only the columns of z go on: the label depends on no weight.
    g_zy = g_x_hat @ w_dec.T
    g_z = g_zy[:, :d_z]

    # dz/dmu = 1 and dz/dlog_var = sigma eps / 2; the divergence adds its own derivatives. It is measured to N(0, I)
    # whatever the label, so it looks as it does without one.
    kl_mu = mu / N
    kl_log_var = (sigma**2 - 1) / (2 * N)
    g_mu = g_z + kl_mu
    g_log_var = g_z * sigma * eps / 2 + kl_log_var

    g_h = torch.cat([g_mu, g_log_var], dim=1)
    g_w_enc = xy.T @ g_h

    # Both gradients were taken at the old weights; only now do the weights move.
    new_w_enc = w_enc - lr * g_w_enc
    new_w_dec = w_dec - lr * g_w_dec
    return torch.cat([new_w_enc.flatten(), new_w_dec.flatten()])
