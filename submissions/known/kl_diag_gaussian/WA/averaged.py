# expect: WA shape
import torch


def solve(mu, log_var):
    return 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum(1).mean()
