import torch


@torch.func.grad  # !
def slope(w, x):
    return (x @ w).sum()


def solve(x, w):
    return slope(w, x)
