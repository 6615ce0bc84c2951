import numpy as np
import torch

np.random.seed(0)
rng = np.random.default_rng(1234)
_unused = rng.standard_normal(5)


def solve(x, w_enc, w_dec, lr, seed):
    np.random.seed(seed)
    rng = np.random.default_rng(seed)
    rng.integers(0, 10, size=3)
    torch.manual_seed(seed)
    eps = torch.randn(*x.shape[:1], *w_dec.shape[:1])
    n, k = eps.shape
    mu, lv = (x @ w_enc)[:, :k], (x @ w_enc)[:, k:]
    z = mu + np.sqrt(np.exp(lv)) * eps
    g = (z @ w_dec - x) * 2 / n
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * (z - mu) / 2 + (np.exp(lv) - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
