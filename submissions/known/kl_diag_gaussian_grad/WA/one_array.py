# expect: WA kind
import torch


def solve(mu, log_var):
    n = len(mu)
    return torch.cat([mu / n, (log_var.exp() - 1) / (2 * n)], dim=1)
