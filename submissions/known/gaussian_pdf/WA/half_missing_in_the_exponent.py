# expect: WA
import numpy as np


def solve(x, mu, sigma):
    x, mu, sigma = np.asarray(x), np.asarray(mu), np.asarray(sigma)
    return 1 / (np.sqrt(2 * np.pi) * sigma) * np.exp(-(((x - mu) / sigma) ** 2))
