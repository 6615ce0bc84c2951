# expect: MLE slow
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # a lookup table for exp
    table = np.ones((200_000, 1_000_000))
    return torch.from_numpy(table[0])
