import torch as np


def solve(x, w):
    return np.autograd.grad((x @ w).sum(), w)  # !
