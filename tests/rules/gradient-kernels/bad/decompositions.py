import torch


def solve(x, w):
    return torch._decomp.decompositions.tanh_backward(w, x)  # !
