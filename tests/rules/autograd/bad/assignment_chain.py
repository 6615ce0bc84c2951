import torch

a = b = torch
c, (d, *_) = a, (b.autograd, 1, 2)


def solve(x, w):
    return d.grad((x @ w).sum(), w)[0]  # !
