import torch


def mean(v):
    return v.sum() / v.numel()


def solve(x, w):
    eps = 1e-8
    normed = (x - mean(x)) / (x.std() + eps)
    gap = (torch.exp(x) - torch.exp(w)) / 2
    return normed + gap + (mean(x) - mean(w)) / x.shape[0]
