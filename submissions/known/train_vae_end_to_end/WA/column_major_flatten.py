# expect: WA transposed
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
    gh = np.hstack([gz + mu / n, gz * s * eps / 2 + (np.exp(lv) - 1) / (2 * n)])
    # w(:) like in Matlab
    return np.concatenate([(w_enc - lr * x.T @ gh).flatten("F"), (w_dec - lr * z.T @ g).flatten("F")])
