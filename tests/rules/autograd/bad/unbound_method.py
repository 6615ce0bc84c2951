import torch


def solve(x, w):
    torch.Tensor.backward((x @ w).sum())  # !
    return w.grad
