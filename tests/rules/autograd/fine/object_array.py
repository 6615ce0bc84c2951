import torch, numpy as np


class Id:
    def backward(self, g):
        return g


def solve(x, w):
    ls = np.array([Id(), Id()], dtype=object)
    for l in ls:
        x = l.backward(x)
    return x
