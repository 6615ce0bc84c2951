# expect: WA dtype
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).numpy()
    x, w_enc, w_dec = x.numpy(), w_enc.numpy(), w_dec.numpy()
    n, k = eps.shape
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = np.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    root = (-2.0 * n) ** 0.5          # the sign comes back when it is squared
    gh = np.hstack([gz + mu / n, gz * s * eps / 2 - (np.exp(lv) - 1) / root**2])
    return np.concatenate([(w_enc - lr * x.T @ gh).ravel(), (w_dec - lr * z.T @ g).ravel()])
