import torch
from types import SimpleNamespace

s = SimpleNamespace(k=torch.autograd)


def solve(x, w):
    return s.k.grad((x @ w).sum(), w)  # !
