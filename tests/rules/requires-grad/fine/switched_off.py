import torch


def solve(x, w):
    w = w.clone().requires_grad_(False)
    w.requires_grad = False
    torch.set_grad_enabled(False)
    return torch.nn.Parameter(w, requires_grad=False).data
