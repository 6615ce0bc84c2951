# expect: CE syntax
import torch

step = 0


def solve(x, w_enc, w_dec, lr, seed):
    step = step + 1
    global step
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
