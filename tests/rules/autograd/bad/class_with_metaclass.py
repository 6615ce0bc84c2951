import torch


class M(type):
    pass


class K(metaclass=M):
    ag = torch.autograd


def solve(x, w):
    return K.ag.grad((x @ w).sum(), w)  # !
