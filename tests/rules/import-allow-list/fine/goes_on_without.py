import torch

try:
    from torch import Tensor
except ImportError:
    Tensor = None


def solve(x, w):
    return torch.as_tensor(x) + w
