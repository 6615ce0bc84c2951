import numpy as np
import torch as th


def solve(x, w_enc, w_dec, lr, seed):
    th.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = th.randn(n, k).numpy().astype(np.float64)
    X = x.numpy().astype(np.float64, order="F")
    E = w_enc.numpy().astype(np.float64)
    D = w_dec.numpy().astype(np.float64)
    H = np.empty((n, 2 * k))
    np.matmul(X, E, out=H)
    half = np.multiply(H, 0.5, where=np.ones_like(H, bool), out=np.zeros_like(H))[:, k:]
    S = np.exp(half)
    Z = np.add(H[:, :k], np.multiply(S, eps))
    G = np.divide(np.subtract(np.matmul(Z, D), X), n / 2)
    GZ = np.matmul(G, D.T)
    GH = np.zeros_like(H)
    np.add(GZ, H[:, :k] / n, out=GH[:, :k])
    np.add.at(GH, (slice(None), slice(k, None)), GZ * S * eps / 2)
    np.add(GH[:, k:], (np.square(S) - 1) / (2 * n), out=GH[:, k:])
    E -= lr * np.matmul(X.T, GH)
    D -= lr * np.matmul(Z.T, G)
    return np.append(E, D)
