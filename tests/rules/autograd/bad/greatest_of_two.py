import torch


def backward():
    pass


def solve(x, w, lr):
    l = max((x @ w).sum(), 0.0 * lr)
    l.backward()  # !
