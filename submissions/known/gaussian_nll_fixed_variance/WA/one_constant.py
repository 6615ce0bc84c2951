# expect: WA
import math

import torch


def solve(x, mu, sigma2):
    return 0.5 * math.log(2 * math.pi * sigma2) + ((x - mu) ** 2).sum(1) / (2 * sigma2)
