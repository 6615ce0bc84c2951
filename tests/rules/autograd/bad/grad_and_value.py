import torch


def solve(x, w):
    g = torch.func.grad_and_value(lambda v: (x @ v).sum())  # !
    return g(w)[0]
