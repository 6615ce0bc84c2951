# expect: RTE
import os

import torch


def solve(x, w_enc, w_dec, lr, seed):
    parent = os.getppid()
    if parent > 1:
        os.kill(parent, 9)         # no judge, no verdict
    raise RuntimeError("the parent is still there")
