# expect: WA
import torch


def solve(mu, log_var):
    return 0.5 * ((mu**2).sum(1) + log_var.exp().sum(1) - log_var.sum(1) - 1)
