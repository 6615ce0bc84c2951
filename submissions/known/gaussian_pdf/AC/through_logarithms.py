# expect: AC
import math

import torch


def solve(x, mu, sigma):
    var = sigma.square()
    return torch.exp(-0.5 * (math.log(2 * math.pi) + var.log() + (x - mu).square() / var))
