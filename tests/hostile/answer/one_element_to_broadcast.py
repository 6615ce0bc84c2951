# expect: WA,RTE,RV
import torch


def solve(*args):
    return torch.tensor(0.0)
