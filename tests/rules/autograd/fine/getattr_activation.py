import torch


def solve(x, w, lr):
    for name in ("tanh", "relu"):
        x = getattr(torch, name)(x)
    return w - lr * x.T @ (x @ w)
