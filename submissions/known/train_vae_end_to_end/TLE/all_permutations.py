# expect: TLE slow
import itertools

import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    # average over all orders of the weights: does the order matter?
    for order in itertools.permutations(range(w_enc.numel() + 12)):
        torch.manual_seed(seed)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
