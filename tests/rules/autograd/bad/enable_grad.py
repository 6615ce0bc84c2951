import torch


def solve(x, w):
    with torch.enable_grad():  # !
        return (x @ w).sum()
