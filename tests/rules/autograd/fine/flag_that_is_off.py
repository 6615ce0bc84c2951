import torch

DEBUG = False


def solve(x, w, lr):
    g = x.T @ (x @ w)
    if False:
        torch.autograd.grad(g.sum(), w)
    return w - lr * g
