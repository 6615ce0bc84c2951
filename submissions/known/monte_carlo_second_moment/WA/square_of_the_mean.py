# expect: WA
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    return torch.mean(mu + sigma * torch.randn(n)) ** 2
