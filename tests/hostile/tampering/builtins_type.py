# expect: WA,RTE,RV,CE
import builtins
import torch

builtins.type = lambda *a: torch.Tensor
builtins.len = lambda *a: 0
builtins.isinstance = lambda *a: True
builtins.list = builtins.int = builtins.str = lambda *a: []


def solve(*args):
    return None
