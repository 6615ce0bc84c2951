import torch


def solve(x, w, seed):
    return (torch.autograd.grad if seed else torch.sum)((x @ w).sum(), w)  # !
