import torch

slope = lambda loss, w: torch.autograd.grad(loss, w)[0]  # !


def solve(x, w):
    return slope((x @ w).sum(), w)
