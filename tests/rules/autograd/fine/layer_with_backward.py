import torch


class Linear:
    def __init__(self, w):
        self.w = w

    def forward(self, x):
        self.x = x
        return x @ self.w

    def backward(self, g):
        self.grad = self.x.T @ g
        return g @ self.w.T


def solve(x, w, lr):
    layer = Linear(w)
    out = layer.forward(x)
    layer.backward(2 * out / out.numel())
    return w - lr * layer.grad
