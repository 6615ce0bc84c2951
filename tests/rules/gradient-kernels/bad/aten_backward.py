import torch


def solve(x, w):
    return torch.ops.aten.tanh_backward(w, x)  # !
