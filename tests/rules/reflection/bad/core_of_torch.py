import torch


def solve(x, w):
    return torch._C._get_tracing_state()  # !
