# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, L, seed):
    n, k = len(x), len(w_dec)
    torch.manual_seed(seed)
    eps = torch.randn(L, n, k).numpy().reshape(L * n, k)
    x, w_enc, w_dec = np.asarray(x), np.asarray(w_enc), np.asarray(w_dec)
    h = np.tile(x @ w_enc, (L, 1))
    mu, lv = h[:, :k], h[:, k:]
    err = np.tile(x, (L, 1)) - (mu + np.exp(lv / 2) * eps) @ w_dec
    # every row stands L times, so one mean serves both terms
    return np.mean(np.sum(err ** 2, 1) + np.sum(mu ** 2 + np.exp(lv) - 1 - lv, 1) / 2)
