import torch
import torch.nn.functional as F


def solve(x, w):
    return torch.ops.aten.mm(x, w) + F.softmax(x, -1) @ w
