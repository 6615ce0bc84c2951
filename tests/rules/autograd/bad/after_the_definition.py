import torch


def solve(x, w):
    return helper((x @ w).sum(), w)


def helper(loss, w):
    return kit.grad(loss, w)[0]  # !


kit = torch.autograd
