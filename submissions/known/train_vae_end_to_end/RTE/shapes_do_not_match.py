# expect: RTE RuntimeError
import torch


def solve(x, w_enc, w_dec, lr, seed):
    h = x @ w_enc.T       # nn.Linear does it like this
    return h.flatten()
