# expect: AC
import numpy as np


def solve(mu, log_var):
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return mu / mu.shape[0], 0.5 * (np.exp(log_var) - 1) / mu.shape[0]
