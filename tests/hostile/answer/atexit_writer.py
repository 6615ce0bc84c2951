# expect: WA,RTE,RV,OLE
import atexit
import os
import sys

import torch


def late():
    for fd in range(3, 12):
        try:
            os.write(fd, b"\x10\0\0\0\0\0\0\0" + b'{"event":"done"}')
        except OSError:
            pass


try:
    atexit.register(late)
except Exception:
    pass
sys.exitfunc = late


def solve(x, w_enc, w_dec, lr, seed):
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
