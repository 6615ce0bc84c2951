# expect: AC
import math

import torch


def solve(x, w_enc, w_dec, K, seed):
    n, d = x.shape
    k = w_dec.shape[0]
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    eps = torch.randn(K, n, k)
    z = mu + torch.exp(0.5 * log_var) * eps
    log_px = -0.5 * ((x - z @ w_dec) ** 2).sum(-1) - 0.5 * d * math.log(2 * math.pi)
    # the 2 pi of prior and posterior cancel
    log_ratio = 0.5 * (eps ** 2 + log_var - z ** 2).sum(-1)
    return (torch.logsumexp(log_px + log_ratio, 0) - math.log(K)).mean()
