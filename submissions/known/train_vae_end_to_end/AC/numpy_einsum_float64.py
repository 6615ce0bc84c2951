# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    noise = torch.randn(x.shape[0], w_dec.shape[0]).numpy().astype(np.float64)
    x = x.numpy().astype(np.float64)
    w_enc = w_enc.numpy().astype(np.float64)
    w_dec = w_dec.numpy().astype(np.float64)
    n, k = noise.shape

    mu = np.einsum("ni,ij->nj", x, w_enc[:, :k])
    lv = np.einsum("ni,ij->nj", x, w_enc[:, k:])
    std = np.sqrt(np.exp(lv))
    z = mu + std * noise
    r = np.einsum("nj,ji->ni", z, w_dec) - x
    gz = 2 / n * np.einsum("ni,ji->nj", r, w_dec)
    g_mu = gz + mu / n
    g_lv = gz * std * noise / 2 - (1 - std * std) / (2 * n)
    w_dec = w_dec - lr * 2 / n * np.einsum("nj,ni->ji", z, r)
    w_enc = w_enc - lr * np.einsum("ni,nj->ij", x, np.c_[g_mu, g_lv])
    return np.r_[w_enc.ravel(), w_dec.ravel()]
