import torch


def solve(x, w):
    if (g := getattr(torch, "autograd", None)) is not None:
        return g.grad((x @ w).sum(), w)  # !
