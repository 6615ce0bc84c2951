import torch


def solve(x, w):
    w = torch.tensor(w, requires_grad=True)  # !
    return w
