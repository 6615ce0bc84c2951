import torch
from functools import singledispatch


@singledispatch
def go(loss):
    pass


@go.register
def _(loss: torch.Tensor):
    loss.backward()  # !


def solve(x, w):
    go((x @ w).sum())
    return w.grad
