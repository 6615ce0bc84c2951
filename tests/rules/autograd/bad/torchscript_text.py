import torch

unit = torch.jit.CompilationUnit("def f(x, w):\n    return torch.autograd.grad([x.sum()], [w])")  # !


def solve(x, w):
    return unit.f(x, w)
