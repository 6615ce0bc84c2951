# expect: WA,RTE,RV
import torch


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()]).to_sparse()
