import torch


def solve(x, w):
    return torch.jit.load("model.pt")(x)  # !
