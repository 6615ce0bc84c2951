# expect: WA
import torch


def solve(mu, log_var):
    sigma = torch.exp(log_var)
    return (0.5 * (mu**2 + sigma**2 - 1) - torch.log(sigma)).sum(dim=1)
