# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec)).numpy()
    x, w_enc, w_dec = np.asarray(x), np.asarray(w_enc), np.asarray(w_dec)
    mu, lv = np.split(x @ w_enc, 2, axis=1)
    err = np.linalg.norm((mu + np.exp(lv / 2) * eps) @ w_dec - x, axis=1)
    recon = np.mean(err ** 2)
    kl = np.mean(np.sum(mu ** 2 + np.exp(lv) - lv - 1, axis=1)) / 2
    return {"recon": recon, "kl": kl, "loss": recon + kl}
