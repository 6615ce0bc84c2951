import torch


def solve(x, w):
    torch.set_grad_enabled(True)  # !
    return w
