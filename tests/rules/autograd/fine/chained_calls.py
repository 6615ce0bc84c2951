import torch


class Acc:
    def __init__(self):
        self.total = 0.0

    def add(self, x):
        self.total = self.total + x
        return self

    def backward(self, g):
        return g


def solve(x, w):
    return Acc().add(x).add(w).backward(x)
