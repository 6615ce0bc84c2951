# expect: WA,RTE,RV
import torch


def solve(x, w_enc, w_dec, lr, seed):
    return torch.empty(w_enc.numel() + w_dec.numel(), device="meta")
