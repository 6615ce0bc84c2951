# expect: WA
import torch


def solve(x, mu, sigma2):
    # fixed variance: only the mean squared error matters
    return ((x - mu) ** 2).mean(dim=1)
