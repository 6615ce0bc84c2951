# expect: MLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    big = [0] * (1 << 46)
    return torch.tensor(big[: w_enc.numel() + w_dec.numel()])
