# expect: RTE slow
import sys

import torch

sys.setrecursionlimit(10**9)


def solve(x, w_enc, w_dec, lr, seed):
    nested = []
    for _ in range(1_000_000):
        nested = [nested]
    print(repr(nested))        # recursion in C, until the stack is gone
