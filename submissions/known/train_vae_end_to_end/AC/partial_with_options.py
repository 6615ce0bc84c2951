# expect: AC
import functools
import math

import torch


def train_step(x, w_enc, w_dec, lr, seed, *, beta=1.0, sigma_x=math.sqrt(0.5)):
    """A general beta-VAE step; the exercise is beta = 1 and a squared error without the one half."""
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = (z @ w_dec - x) / (sigma_x**2 * n)
    gz = g @ w_dec.T
    gh = torch.cat([gz + beta * mu / n, gz * s * eps / 2 + beta * (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])


solve = functools.partial(train_step, beta=1.0)
