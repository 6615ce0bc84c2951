# expect: AC
import numpy as np


def solve(mu, log_var):
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var), axis=1)
