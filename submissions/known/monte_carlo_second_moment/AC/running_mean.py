# expect: AC
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    mean = 0.0
    for i, e in enumerate(torch.randn(n).tolist(), start=1):
        mean += ((mu + sigma * e) ** 2 - mean) / i
    return mean
