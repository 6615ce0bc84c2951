# expect: RTE
import os

import torch


def solve(x, w_enc, w_dec, lr, seed):
    # exit code 0 means everything was fine
    os._exit(0)
