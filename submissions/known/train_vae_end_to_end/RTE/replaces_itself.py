# expect: RTE
import os
import sys


def solve(x, w_enc, w_dec, lr, seed):
    os.execv(sys.executable, [sys.executable, "-c", "print('AC')"])
