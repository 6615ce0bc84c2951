import torch, sys


def solve(x, w):
    t = sys.modules[__name__].torch
    return t.autograd.grad((x @ w).sum(), w)  # !
