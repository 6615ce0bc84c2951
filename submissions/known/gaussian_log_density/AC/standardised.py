# expect: AC
import math

import torch


def solve(x, mu, log_var):
    t = (x - mu) / torch.exp(0.5 * log_var)
    quadratic = torch.einsum("nd,nd->n", t, t)
    return -0.5 * quadratic - 0.5 * log_var.sum(1) - 0.5 * x.shape[1] * math.log(2 * math.pi)
