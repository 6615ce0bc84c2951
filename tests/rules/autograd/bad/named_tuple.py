import torch
from collections import namedtuple

P = namedtuple("P", "k")
p = P(torch.autograd)


def solve(x, w):
    return p.k.grad((x @ w).sum(), w)  # !
