import torch


def backward():
    pass


def solve(x, w):
    losses = {"a": (x @ w).sum(), "b": w.sum()}
    sum(losses.values()).backward()  # !
    return w.grad
