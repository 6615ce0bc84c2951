import torch


def solve(x, w):
    return torch._softmax_backward_data(w, x, 1, x.dtype)  # !
