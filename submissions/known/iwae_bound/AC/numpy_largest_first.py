# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, K, seed):
    torch.manual_seed(seed)
    eps = torch.randn(K, len(x), len(w_dec)).numpy().astype(np.float64)
    x, w_enc, w_dec = (np.asarray(t, dtype=np.float64) for t in (x, w_enc, w_dec))
    mu, lv = np.split(x @ w_enc, 2, axis=1)
    z = mu + np.sqrt(np.exp(lv)) * eps
    r = x - np.einsum("snk,kd->snd", z, w_dec)
    a = (lv.sum(1) + (eps ** 2 - z ** 2).sum(-1) - (r ** 2).sum(-1) - x.shape[1] * np.log(2 * np.pi)) / 2
    m = a.max(axis=0)
    return float(np.mean(m + np.log(np.mean(np.exp(a - m), axis=0))))
