# expect: WA not-finite
import math

import torch


def solve(x, w_enc, w_dec, K, seed):
    n, d = x.shape
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    eps = torch.randn(K, *mu.shape)
    z = mu + torch.exp(0.5 * log_var) * eps
    log_px = -0.5 * ((x - z @ w_dec) ** 2).sum(-1) - 0.5 * d * math.log(2 * math.pi)
    w = torch.exp(log_px + 0.5 * (eps ** 2 + log_var - z ** 2).sum(-1))
    return torch.log(w.mean(0)).mean()
