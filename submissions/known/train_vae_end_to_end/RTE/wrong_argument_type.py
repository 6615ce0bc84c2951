# expect: RTE TypeError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn([n, k], seed)
    return torch.cat([w_enc.flatten(), w_dec.flatten() + eps])
