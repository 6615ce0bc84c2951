import torch
from torch import nn


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(3, 2)

    def forward(self, x):
        return self.layer(x)


def solve(x, w):
    net = Net()
    net(x).pow(2).mean().backward()  # !
    return net.layer.weight.grad
