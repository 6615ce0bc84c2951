# expect: RTE ZeroDivisionError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n = x.shape[0]
    scale = 1 / (n // (n + 1))      # wanted n / (n + 1)
    return torch.cat([w_enc.flatten(), w_dec.flatten()]) * scale
