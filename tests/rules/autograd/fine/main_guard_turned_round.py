import sys

import torch


def solve(x, w, lr):
    return w - lr * x.T @ (x @ w)


if "__main__" == __name__ and len(sys.argv) > 1:
    torch.autograd.grad(solve, ())
elif __name__ != "__main__":
    LOADED = True
