# expect: AC
import numpy as np


def solve(x, mu, sigma):
    x, mu, sigma = (np.asarray(a, dtype=np.float64) for a in (x, mu, sigma))
    return np.exp(-((x - mu) ** 2) / (2 * sigma**2)) / np.sqrt(2 * np.pi * sigma**2)
