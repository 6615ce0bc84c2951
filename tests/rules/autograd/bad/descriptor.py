import torch


class D:
    def __get__(self, o, t=None):
        return torch.autograd.grad  # !


class A:
    g = D()


def solve(x, w):
    return A().g((x @ w).sum(), w)
