import torch


def solve(x, w, lr):
    if not hasattr(torch, "autograd"):
        raise RuntimeError("odd torch")
    return w - lr * x.T @ (x @ w)
