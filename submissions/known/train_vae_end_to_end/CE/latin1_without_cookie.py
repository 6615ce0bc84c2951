# expect: CE encoding
import torch

# dérivée à la main, sans cookie


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
