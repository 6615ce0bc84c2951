# expect: TLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    i = 0
    total = torch.zeros_like(w_dec)
    while i < n:
        total += torch.outer(eps[i], x[i])
        # forgot i += 1
    return torch.cat([w_enc.flatten(), (w_dec - lr * total).flatten()])
