import torch


def kits():
    return {"a": torch.autograd}


def solve(x, w):
    return kits()["a"].grad((x @ w).sum(), w)  # !
