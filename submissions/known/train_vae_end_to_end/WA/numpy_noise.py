# expect: WA
import numpy as np


def solve(x, w_enc, w_dec, lr, seed):
    x, w_enc, w_dec = x.numpy(), w_enc.numpy(), w_dec.numpy()
    n, k = x.shape[0], w_dec.shape[0]
    eps = np.random.default_rng(seed).standard_normal((n, k)).astype(np.float32)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = np.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = np.concatenate([gz + mu / n, gz * s * eps / 2 + (np.exp(lv) - 1) / (2 * n)], axis=1)
    return np.concatenate([(w_enc - lr * x.T @ gh).ravel(), (w_dec - lr * z.T @ g).ravel()])
