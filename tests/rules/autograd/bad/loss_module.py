import torch
from torch import nn


def solve(x, w):
    loss = nn.MSELoss()(x @ w, x)
    loss.backward()  # !
    return w.grad
