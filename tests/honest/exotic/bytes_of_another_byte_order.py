import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k).numpy().astype(">f8")
    X, E, D = (t.numpy().astype(">f8") for t in (x, w_enc, w_dec))
    H = X @ E
    S = np.exp(H[:, k:] / 2)
    Z = H[:, :k] + S * eps
    G = 2 / n * (Z @ D - X)
    B = G @ D.T
    GE = X.T @ np.hstack([B + H[:, :k] / n, B * S * eps / 2 + (S * S - 1) / (2 * n)])
    return np.concatenate([(E - lr * GE).ravel(), (D - lr * Z.T @ G).ravel()]).astype(">f8")
