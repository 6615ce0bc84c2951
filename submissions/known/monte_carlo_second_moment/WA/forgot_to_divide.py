# expect: WA
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    total = 0.0
    for e in torch.randn(n):
        total = total + (mu + sigma * e) ** 2
    return total
