# expect: RTE
import os


def solve(x, w_enc, w_dec, lr, seed):
    os.kill(os.getpid(), 9)
