# expect: WA,RTE,RV
import torch


def solve(*args):
    return torch.zeros([1] * 60)
