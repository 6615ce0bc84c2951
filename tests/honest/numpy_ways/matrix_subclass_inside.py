import warnings

import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PendingDeprecationWarning)
        X, E, D = (np.asmatrix(t.numpy().astype("f8")) for t in (x, w_enc, w_dec))
    n, k = eps.shape
    H = X * E
    S = np.exp(H[:, k:] / 2)
    Z = H[:, :k] + np.multiply(S, eps)
    G = (Z * D - X) * 2 / n
    B = G * D.T
    GH = np.hstack([B + H[:, :k] / n, np.multiply(np.multiply(B, S), eps) / 2 + (np.square(S) - 1) / (2 * n)])
    out = np.concatenate([np.asarray(E - lr * X.T * GH).ravel(), np.asarray(D - lr * Z.T * G).ravel()])
    return np.asarray(out)
