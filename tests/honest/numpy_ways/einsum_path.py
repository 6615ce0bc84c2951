import numpy as np
import torch


def contract(spec, *operands):
    path, _report = np.einsum_path(spec, *operands, optimize="greedy")
    return np.einsum(spec, *operands, optimize=path)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec)).double().numpy()
    x, w_enc, w_dec = (t.double().numpy() for t in (x, w_enc, w_dec))
    n, k = eps.shape
    mu = contract("nd,dk->nk", x, w_enc[:, :k])
    lv = contract("nd,dk->nk", x, w_enc[:, k:])
    s = np.exp(lv / 2)
    z = mu + s * eps
    r = contract("nk,kd->nd", z, w_dec) - x
    q = 2 / n * contract("nd,kd->nk", r, w_dec)
    ge = contract("nd,nk->dk", x, np.hstack([q + mu / n, q * s * eps / 2 + (s * s - 1) / (2 * n)]))
    gd = 2 / n * contract("nk,nd->kd", z, r)
    return torch.from_numpy(np.hstack([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()]))
