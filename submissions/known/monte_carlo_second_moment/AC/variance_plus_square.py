# expect: AC
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    z = mu + sigma * torch.randn(n).double()
    return torch.var(z, correction=0) + z.mean() ** 2
