# expect: RTE AttributeError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    w_enc = w_enc.copy()
    w_dec = w_dec.copy()
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
