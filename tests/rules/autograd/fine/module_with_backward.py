import torch
from torch import nn


class Linear(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.w = w

    def forward(self, x):
        self.x = x
        return x @ self.w

    def backward(self, g):
        return g @ self.w.T, self.x.T @ g


def solve(x, w, lr):
    layers = nn.ModuleList([Linear(w)])
    h = x
    for layer in layers:
        h = layer(h)
    g = 2 * h / h.numel()
    for layer in reversed(layers):
        g, dw = layer.backward(g)
    return w - lr * dw
