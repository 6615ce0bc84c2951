import torch


def solve(x, w):
    a = torch.autograd

    def inner():
        nonlocal a
        a = a.grad  # !

    inner()
    return a((x @ w).sum(), w)
