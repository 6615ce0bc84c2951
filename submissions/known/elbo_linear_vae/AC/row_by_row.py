# expect: AC
import math

import torch


def divergence(m, lv):
    return (m * m + math.exp(lv) - lv - 1) / 2


def solve(x, w_enc, w_dec, seed):
    n, k = len(x), len(w_dec)
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    recon = kl = 0.0
    for row, e in zip(x, eps):
        h = (row @ w_enc).tolist()
        z = torch.tensor([m + math.exp(lv / 2) * b for m, lv, b in zip(h[:k], h[k:], e.tolist())])
        recon += float(torch.dot(z @ w_dec - row, z @ w_dec - row))
        kl += sum(divergence(m, lv) for m, lv in zip(h[:k], h[k:]))
    return {"recon": recon / n, "kl": kl / n, "loss": (recon + kl) / n}
