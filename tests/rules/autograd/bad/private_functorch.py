import torch


def solve(x, w):
    return torch._functorch.eager_transforms.grad(lambda v: (x @ v).sum())(w)  # !
