import torch
from torch import vmap


def gradient_of_one(x, eps, w_enc, w_dec):
    h = x @ w_enc
    k = eps.shape[0]
    mu, lv = h[:k], h[k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    r = 2 * (z @ w_dec - x)
    q = w_dec @ r
    gh = torch.cat([q + mu, q * s * eps / 2 + (s * s - 1) / 2])
    return z, r, gh


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n = len(x)
    eps = torch.randn(n, len(w_dec))
    z, r, gh = vmap(gradient_of_one, in_dims=(0, 0, None, None))(x, eps, w_enc, w_dec)
    return torch.cat([(w_enc - lr * x.T @ gh / n).flatten(), (w_dec - lr * z.T @ r / n).flatten()])
