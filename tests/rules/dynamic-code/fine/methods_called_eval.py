import re

import torch

WORD = re.compile("w+")


class Net(torch.nn.Module):
    def forward(self, x):
        return x


def solve(x, w):
    return Net().eval()(w)
