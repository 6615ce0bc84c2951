import operator, torch


def solve(x, w):
    return operator.methodcaller("grad", (x @ w).sum(), w)(torch.autograd)  # !
