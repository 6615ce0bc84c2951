# expect: OLE slow
import sys

import torch


def solve(x, w_enc, w_dec, lr, seed):
    while True:
        print("RuntimeWarning: learning rate may be too large " * 1000, file=sys.stderr)
