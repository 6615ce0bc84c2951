# expect: WA
import torch


def solve(x, mu, log_var):
    # the constant does not matter for optimisation
    return -0.5 * (log_var + (x - mu) ** 2 / log_var.exp()).sum(dim=1)
