# expect: AC
import numpy as np
import torch


def solve(x, w_enc, w_dec, K, seed):
    torch.manual_seed(seed)
    eps = torch.randn(K, len(x), len(w_dec)).numpy()
    x, w_enc, w_dec = np.asarray(x), np.asarray(w_enc), np.asarray(w_dec)
    (n, d), k = x.shape, len(w_dec)
    mu, lv = np.split(x @ w_enc, 2, axis=1)
    sd = np.exp(lv / 2)
    z = mu + sd * eps
    err = x - z @ w_dec
    c = np.float32(np.log(2 * np.pi))
    log_px = -0.5 * (err ** 2).sum(-1) - d * c / 2
    log_pz = -0.5 * (z ** 2).sum(-1) - k * c / 2
    log_qz = -0.5 * (eps ** 2 + lv).sum(-1) - k * c / 2
    a = log_px + log_pz - log_qz
    w = np.exp(a - a.max(0))
    w /= w.sum(0) * n
    ge = w[..., None] * err
    gz = w[..., None] * z - ge @ w_dec.T
    gh = np.hstack([gz.sum(0), (gz * eps * sd).sum(0) / 2 - 0.5 / n])
    return {"d_w_dec": -np.tensordot(z, ge, axes=([0, 1], [0, 1])), "d_w_enc": x.T @ gh}
