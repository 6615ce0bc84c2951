# expect: WA kind
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = np.matrix(torch.randn(x.shape[0], w_dec.shape[0]).numpy())
    X, A, B = np.matrix(x.numpy()), np.matrix(w_enc.numpy()), np.matrix(w_dec.numpy())
    n, k = eps.shape
    H = X * A                         # * is the matrix product here, like in Matlab
    mu, lv = H[:, :k], H[:, k:]
    S = np.exp(lv / 2)
    Z = mu + np.multiply(S, eps)
    G = 2 * (Z * B - X) / n
    GZ = G * B.T
    GL = np.multiply(np.multiply(GZ, S), eps) / 2 + (np.exp(lv) - 1) / (2 * n)
    A = A - lr * X.T * np.hstack([GZ + mu / n, GL])
    B = B - lr * Z.T * G
    return np.concatenate([A.ravel(), B.ravel()], axis=1)
