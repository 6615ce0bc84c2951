# expect: AC
import numpy as np


def solve(x, mu, sigma2):
    x, mu = np.asarray(x), np.asarray(mu)
    mse = np.mean((x - mu) ** 2, axis=1)
    return x.size / 2 * (np.log(2 * np.pi * sigma2) + mse / sigma2)
