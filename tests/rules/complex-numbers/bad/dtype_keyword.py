import torch

DT = torch.cdouble


def solve(x, w):
    return torch.zeros(3, dtype=DT)  # !
