import torch

ops = []


def record(fn):
    ops.append(fn)


def solve(x, w):
    class Op:
        def backward(self, g):
            return g

    record(Op())
    g = x
    while ops:
        g = ops.pop().backward(g)
    return g
