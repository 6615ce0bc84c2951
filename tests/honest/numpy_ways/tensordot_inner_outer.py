import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    e = torch.randn(x.shape[0], w_dec.shape[0]).numpy()
    x, w, v = x.numpy(), w_enc.numpy(), w_dec.numpy()
    n, k = e.shape
    h = np.inner(x, w.T)
    m, l = h[:, :k], h[:, k:]
    s = np.exp(l * np.float32(0.5))
    z = m + s * e
    r = np.tensordot(z, v, axes=1) - x
    q = np.inner(r, v) * np.float32(2 / n)
    gv = np.sum([np.outer(a, b) for a, b in zip(z, r)], axis=0) * np.float32(2 / n)
    gh = np.c_[q + m / np.float32(n), q * s * e / 2 + (s * s - 1) / np.float32(2 * n)]
    gw = np.tensordot(x, gh, axes=(0, 0))
    return np.concatenate([(w - np.float32(lr) * gw).ravel(), (v - np.float32(lr) * gv).ravel()]).astype(np.float32)
