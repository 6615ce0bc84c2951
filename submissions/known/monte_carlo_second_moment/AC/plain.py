# expect: AC
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    z = mu + sigma * torch.randn(n)
    return (z ** 2).mean()
