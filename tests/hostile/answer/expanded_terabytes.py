# expect: WA,MLE,RTE,RV
import torch


def solve(*args):
    return torch.zeros(1).expand(1 << 40)
