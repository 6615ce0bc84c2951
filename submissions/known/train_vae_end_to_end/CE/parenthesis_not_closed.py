# expect: CE syntax
import torch


def solve(x, w_enc, w_dec, lr, seed):
    z = torch.exp(0.5 * (x @ w_enc)
    return z.flatten()
