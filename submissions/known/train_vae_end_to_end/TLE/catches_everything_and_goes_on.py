# expect: TLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    while True:
        try:
            while True:
                torch.matmul(x.T, x)
        except BaseException:
            continue        # nothing stops me
