# expect: WA
import math

import torch


def solve(x, mu, sigma):
    t = (x - mu) / sigma
    # meant as 1 / (sqrt(2 pi) * sigma)
    return 1 / math.sqrt(2 * math.pi) * sigma * torch.exp(-0.5 * t * t)
