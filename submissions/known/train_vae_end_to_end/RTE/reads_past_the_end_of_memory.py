# expect: RTE
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # somebody said the answer lies next to the input
    beyond = np.lib.stride_tricks.as_strided(x.numpy(), shape=(8,), strides=(1 << 44,))
    return torch.tensor(float(beyond.sum()))
