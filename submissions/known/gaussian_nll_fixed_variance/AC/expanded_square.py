# expect: AC
import math

import torch


def solve(x, mu, sigma2):
    """|x - mu|^2 = xx - 2 mu x + mu mu; in double precision, for the three parts nearly cancel."""
    x, mu = x.double(), mu.double()
    square = x @ x - 2 * (mu @ x) + torch.einsum("kd,kd->k", mu, mu)
    precision = 1 / sigma2
    return 0.5 * (precision * square - len(x) * math.log(precision) + len(x) * math.log(2 * math.pi))
