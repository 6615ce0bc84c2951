# expect: WA zeros
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # TODO. At least the shape is right.
    return torch.zeros(w_enc.numel() + w_dec.numel())
