import torch
from torch.func import grad, vmap


def solve(x, w):
    return vmap(grad(lambda v, row: (row @ v).sum()), in_dims=(None, 0))(w, x).mean(0)  # !
