# expect: OLE slow
import os

import torch


def solve(x, w_enc, w_dec, lr, seed):
    # faster than print
    block = b"." * (1 << 20)
    while True:
        os.write(1, block)
