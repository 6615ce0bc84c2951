import torch
from contextlib import contextmanager


@contextmanager
def kit():
    yield torch.autograd


def solve(x, w):
    with kit() as k:
        return k.grad((x @ w).sum(), w)  # !
