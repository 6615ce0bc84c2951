# expect: AC
import math

import torch


def log_normal(t, mean, var):
    return -0.5 * math.log(2 * math.pi * var) - (t - mean) ** 2 / (2 * var)


def solve(x, w_enc, w_dec, K, seed):
    n, k = len(x), len(w_dec)
    torch.manual_seed(seed)
    eps = torch.randn(K, n, k)
    h, total = x @ w_enc, 0.0
    for i in range(n):
        mu, var = h[i, :k].tolist(), h[i, k:].exp().tolist()
        run = -math.inf
        for e in eps[:, i].tolist():
            z = [m + math.sqrt(v) * b for m, v, b in zip(mu, var, e)]
            mean = (torch.tensor(z) @ w_dec).tolist()
            log_w = sum(log_normal(a, b, 1.0) for a, b in zip(x[i].tolist(), mean))
            log_w += sum(log_normal(a, 0.0, 1.0) - log_normal(a, m, v) for a, m, v in zip(z, mu, var))
            top = max(run, log_w)
            run = top + math.log(math.exp(run - top) + math.exp(log_w - top))
        total += run - math.log(K)
    return total / n
