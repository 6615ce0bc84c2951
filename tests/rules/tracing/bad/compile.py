import torch


@torch.compile  # !
def step(w):
    return w


def solve(x, w):
    return step(w)
