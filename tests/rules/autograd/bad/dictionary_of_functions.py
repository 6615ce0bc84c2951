import torch

TOOLS = {"sum": torch.sum, "slope": torch.func.grad}  # !


def solve(x, w):
    return TOOLS["slope"](lambda v: (x @ v).sum())(w)
