# expect: CE signature
import torch


def solve(x, w_enc, w_dec):
    # lr and seed are global
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    return torch.cat([w_enc.flatten(), w_dec.flatten() + eps.sum()])
