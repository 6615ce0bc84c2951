# expect: AC
from math import exp, log1p, sqrt

import torch


def softplus(a):
    return max(a, 0.0) + log1p(exp(-abs(a)))


def solve(x, mu, log_var, eps, W, b):
    x, mu, log_var, eps, W, b = (a.tolist() for a in (x, mu, log_var, eps, W, b))
    z = [m + sqrt(exp(v)) * e for m, v, e in zip(mu, log_var, eps)]
    a = [sum(zk * row[j] for zk, row in zip(z, W)) + b[j] for j in range(len(b))]
    recon = sum(t * softplus(-s) + (1 - t) * softplus(s) for t, s in zip(x, a))
    kl = sum(m * m + exp(v) - v - 1 for m, v in zip(mu, log_var)) / 2
    x_hat = [exp(-softplus(-s)) for s in a]
    return {"total": recon + kl, "kl": kl, "recon": recon, "x_hat": torch.tensor(x_hat), "z": torch.tensor(z)}
