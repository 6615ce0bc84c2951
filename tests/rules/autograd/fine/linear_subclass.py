import torch
from torch import nn


class Lin(nn.Linear):
    def backward(self, g):
        return g @ self.weight


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = Lin(2, 2)
        self.seq = nn.Sequential(Lin(2, 2), Lin(2, 2))

    def backward(self, g):
        for m in reversed(self.seq):
            g = m.backward(g)
        for m in self.children():
            g = g
        for m in self.modules():
            if isinstance(m, Lin):
                g = m.backward(g)
        return self.a.backward(g)


def solve(x, w):
    return Net().backward(x)
