import torch


def solve(x, w):
    f = torch
    f = f.autograd if True else f
    return f.grad((x @ w).sum(), w)  # !
