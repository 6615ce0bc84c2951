import torch


class Id:
    def backward(self, g):
        return g


class Registry(dict):
    def __missing__(self, k):
        self[k] = Id()
        return self[k]


def solve(x, w):
    r = Registry()
    return r["a"].backward(x)
