# expect: RTE AssertionError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    assert w_enc.shape == (k, x.shape[1]), "encoder has the wrong shape"
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
