import torch


def solve(x, w):
    return torch.nn.grad.conv2d_input(x.shape, w, x)  # !
