# expect: WA
import numpy as np


def solve(mu, log_var):
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    return 0.5 * ((1 + mu**2) / np.exp(log_var) - 1 + log_var).sum(axis=1)
