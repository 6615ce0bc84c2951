# expect: WA
import numpy as np


def solve(x, mu, log_var):
    x, mu, log_var = np.asarray(x), np.asarray(mu), np.asarray(log_var)
    sigma = np.exp(log_var)
    return (-0.5 * np.log(2 * np.pi) - np.log(sigma) - 0.5 * ((x - mu) / sigma) ** 2).sum(axis=1)
