# expect: RTE
import os

import torch


def solve(x, w_enc, w_dec, lr, seed):
    os.closerange(0, 1024)        # tidy up
    raise RuntimeError("nobody can hear this")
