# expect: WA shape
import math

import torch


def solve(x, mu, log_var):
    return -0.5 * (math.log(2 * math.pi) + log_var + (x - mu) ** 2 / log_var.exp()).sum(0)
