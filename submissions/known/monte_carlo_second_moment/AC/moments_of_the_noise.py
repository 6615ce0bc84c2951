# expect: AC
import numpy as np
import torch


def solve(mu, sigma, n, seed):
    torch.manual_seed(seed)
    e = torch.randn(n).numpy().astype(np.float64)
    return mu * mu + sigma * (2 * mu * e.mean() + sigma * np.mean(e * e))
