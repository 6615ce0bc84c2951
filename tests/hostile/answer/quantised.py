# expect: WA,RTE,RV
import torch


def solve(x, w_enc, w_dec, lr, seed):
    return torch.quantize_per_tensor(torch.cat([w_enc.flatten(), w_dec.flatten()]), 0.1, 0, torch.qint8)
