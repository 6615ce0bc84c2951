# expect: WA scaled
import torch


def solve(mu, log_var):
    return mu.clone(), 0.5 * (torch.exp(log_var) - 1)
