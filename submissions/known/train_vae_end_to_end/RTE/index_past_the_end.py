# expect: RTE IndexError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N = x.shape[0]
    total = torch.zeros_like(x[0])
    for i in range(1, N + 1):
        total += x[i]
    return total
