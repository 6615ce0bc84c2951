# expect: AC
from math import exp, pi, sqrt

import torch


def density(x, mu, sigma):
    return exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * sqrt(2 * pi))


def solve(x, mu, sigma):
    return torch.tensor([density(*p) for p in zip(x.tolist(), mu.tolist(), sigma.tolist())])
