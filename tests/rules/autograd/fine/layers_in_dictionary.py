import torch


class L:
    def forward(self, x):
        return x

    def backward(self, g):
        return g


def solve(x, w):
    stack = {"a": L(), "b": L()}
    g = x
    for name in sorted(stack, reverse=True):
        g = stack[name].backward(g)
    return g
