# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec)).numpy()
    X, A, B = (t.numpy() for t in (x, w_enc, w_dec))
    n, k = eps.shape
    mu, lv = np.split(X @ A, 2, axis=1)
    sd = np.exp(lv / 2)
    z = mu + sd * eps
    g = 2 * (z @ B - X) / n
    gz = g @ B.T
    gA = X.T @ np.concatenate([gz + mu / n, gz * sd * eps / 2 + (sd**2 - 1) / (2 * n)], axis=1)
    gB = z.T @ g
    return torch.tensor(np.concatenate([(A - lr * gA).ravel(), (B - lr * gB).ravel()]))
