import torch


def backward():
    pass


def loss_fn(p):
    a, b = p
    return ((a @ b) ** 2).mean(), 1


def solve(x, w):
    l, _ = loss_fn((x, w))
    l.backward()  # !
    return w.grad
