# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).numpy()
    x, w_enc, w_dec = np.asarray(x), np.asarray(w_enc), np.asarray(w_dec)
    n, k = eps.shape
    mu = x @ w_enc[:, :k]
    lv = x @ w_enc[:, k:]
    sigma = np.exp(0.5 * lv)
    z = mu + sigma * eps
    dxh = (2.0 / n) * (z @ w_dec - x)
    dz = dxh @ w_dec.T
    dh = np.hstack((dz + mu / n, dz * 0.5 * sigma * eps + np.expm1(lv) / (2 * n)))
    # returned as an array, never turned back into a tensor
    return np.concatenate(((w_enc - lr * x.T @ dh).flatten(), (w_dec - lr * z.T @ dxh).flatten()))
