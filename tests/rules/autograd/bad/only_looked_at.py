import torch


def solve(x, w):
    loss = (x @ w).sum()
    try:
        loss.backward  # !
    except AttributeError:
        pass
    return w
