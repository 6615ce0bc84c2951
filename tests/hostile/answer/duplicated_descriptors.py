# expect: WA,RTE,RV
import os

import torch


def solve(x, w_enc, w_dec, lr, seed):
    for a in range(3, 8):
        for b in (1, 2):
            try:
                os.dup2(a, b)
            except OSError:
                pass
    print("AC" * 100, flush=True)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
