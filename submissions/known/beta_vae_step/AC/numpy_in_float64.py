# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, beta, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec)).numpy().astype(np.float64)
    X, A, B = (np.asarray(t, dtype=np.float64) for t in (x, w_enc, w_dec))
    n, k = eps.shape
    mu, lv = np.split(X @ A, 2, axis=1)
    sd = np.sqrt(np.exp(lv))
    z = mu + sd * eps
    G = 2 / n * (z @ B - X)
    Gz = G @ B.T
    Gh = np.concatenate([Gz + beta / n * mu, (Gz * (z - mu) + beta / n * (sd ** 2 - 1)) / 2], axis=1)
    return np.concatenate([(A - lr * X.T @ Gh).ravel(), (B - lr * z.T @ G).ravel()])
