import math

import numpy as np
import torch

exp = np.vectorize(math.exp, otypes=[float])
half = np.frompyfunc(lambda a, b, c: a * b * c / 2, 3, 1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    noise = torch.randn(x.shape[0], w_dec.shape[0]).numpy()
    n, k = noise.shape
    x, w_enc, w_dec = x.numpy().astype(float), w_enc.numpy().astype(float), w_dec.numpy().astype(float)
    h = x @ w_enc
    std = exp(h[:, k:] / 2)
    z = h[:, :k] + std * noise
    g = (z @ w_dec - x) * 2 / n
    back = g @ w_dec.T
    kl = np.empty_like(std)
    with np.nditer([std, kl], [], [["readonly"], ["writeonly"]]) as it:
        for s, out in it:
            out[...] = (s * s - 1) / (2 * n)
    g_lv = half(back, std, noise).astype(float) + kl
    g_mu = back + np.apply_along_axis(lambda row: row / n, 1, h[:, :k])
    ge = x.T @ np.concatenate([g_mu, g_lv], 1)
    return np.concatenate([(w_enc - lr * ge).reshape(-1), (w_dec - lr * z.T @ g).reshape(-1)])
