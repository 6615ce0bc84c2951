# expect: WA
import torch


def solve(samples):
    # log1p so that small samples do no harm
    return torch.log1p(samples.mean()) - torch.log1p(samples).mean()
