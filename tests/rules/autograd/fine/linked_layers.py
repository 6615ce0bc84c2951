import torch


class Id:
    def __init__(self, nxt=None):
        self.nxt = nxt

    def backward(self, g):
        return g if self.nxt is None else self.nxt.backward(g)


def solve(x, w):
    chain = None
    for _ in range(3):
        chain = Id(chain)
    return chain.backward(x)
