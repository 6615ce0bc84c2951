# expect: CE syntax
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n = x.shape[0]
      k = w_dec.shape[0]
    return torch.zeros(n, k)
