import torch


def solve(x, w):
    return torch.autograd.grad.__call__((x @ w).sum(), w)[0]  # !
