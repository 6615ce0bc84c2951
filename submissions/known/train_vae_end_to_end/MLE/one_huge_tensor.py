# expect: MLE
import torch


def solve(x, w_enc, w_dec, lr, seed):
    jacobian = torch.ones(w_enc.numel() + w_dec.numel(), 1 << 36)
    return jacobian.sum(1)
