# expect: WA
import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    names = (torch.__file__, "\x1b[31m::error::owned::", "##[error]owned")
    return np.zeros(w_enc.numel() + w_dec.numel(), dtype=[(name, "f4") for name in names])
