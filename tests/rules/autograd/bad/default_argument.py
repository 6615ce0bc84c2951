import torch


def solve(x, w, _f=torch.autograd.grad):  # !
    return _f((x @ w).sum(), w)[0]
