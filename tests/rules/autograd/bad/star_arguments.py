import torch


def backward():
    pass


def solve(*args):
    x, w = args[:2]
    l = (x @ w).sum()
    l.backward()  # !
    return w.grad
