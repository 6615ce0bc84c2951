import torch


def pick(x: (found := torch.autograd.grad)):
    return x


def solve(x, w):
    return found((x @ w).sum(), w)[0]  # !
