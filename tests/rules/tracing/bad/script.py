import torch


def step(w):
    return w


fast = torch.jit.script(step)  # !


def solve(x, w):
    return fast(w)
