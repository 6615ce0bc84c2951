import torch


def solve(x, w):
    l = []
    l.append(torch.autograd)
    return l[0].grad((x @ w).sum(), w)  # !
