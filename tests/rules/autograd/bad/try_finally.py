import torch


def solve(x, w):
    try:
        loss = (x @ w).sum()
    finally:
        pass
    loss.backward()  # !
    return w.grad
