# expect: WA,RTE,RV
import torch


def solve(x, w_enc, w_dec, lr, seed):
    flat = torch.cat([w_enc.flatten(), w_dec.flatten()])
    return torch.complex(flat, flat)
