# expect: WA
import numpy as np


def solve(x, mu, sigma2):
    x, mu = np.asarray(x), np.asarray(mu)
    t = (x - mu) / sigma2
    return (0.5 * np.log(2 * np.pi) + np.log(sigma2) + 0.5 * t**2).sum(axis=1)
