import torch

aten = torch.ops.aten


def solve(x, w):
    return aten.threshold_backward.default(w, x, 0)  # !
