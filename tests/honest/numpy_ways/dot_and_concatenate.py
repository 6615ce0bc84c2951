import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = np.array(torch.randn(x.shape[0], w_dec.shape[0]))
    x, w_enc, w_dec = np.asarray(x), np.asarray(w_enc), np.asarray(w_dec)
    n, k = eps.shape
    h = np.dot(x, w_enc)
    mu, lv = np.split(h, 2, axis=1)
    std = np.exp(lv / 2)
    z = mu + std * eps
    g = np.subtract(z.dot(w_dec), x) * np.float32(2 / n)
    gz = g.dot(w_dec.T)
    gh = np.concatenate((gz + mu / n, gz * std * eps / 2 + np.expm1(lv) / (2 * n)), axis=-1)
    return np.concatenate((np.ravel(w_enc - lr * x.T.dot(gh)), np.ravel(w_dec - lr * z.T.dot(g))))
