# expect: AC
import math

import torch


def solve(x, mu, sigma2):
    sigma = math.sqrt(sigma2)
    out = []
    for candidate in mu:
        t = (x - candidate) / sigma
        out.append(0.5 * torch.dot(t, t) + len(x) * math.log(sigma * math.sqrt(2 * math.pi)))
    return torch.stack(out)
