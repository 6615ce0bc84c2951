from torch import nn


def solve(x, w):
    return nn.Parameter(w)  # !
