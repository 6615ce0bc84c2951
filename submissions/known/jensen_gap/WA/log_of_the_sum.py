# expect: WA
import torch


def solve(samples):
    return torch.log(samples.sum()) - torch.log(samples).mean()
