import torch

d = {}
d["k"] = torch.autograd


def solve(x, w):
    return d["k"].grad((x @ w).sum(), w)  # !
