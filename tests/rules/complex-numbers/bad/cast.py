import torch


def solve(x, w):
    return w.to(torch.complex128)  # !
