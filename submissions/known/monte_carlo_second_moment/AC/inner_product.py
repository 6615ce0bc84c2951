# expect: AC
import torch


def solve(mu, sigma, n, seed):
    g = torch.Generator().manual_seed(seed)
    z = torch.full((n,), mu).add(torch.randn(n, generator=g), alpha=sigma)
    return torch.dot(z, z) / n
