# expect: WA
import numpy as np


def solve(mu, log_var):
    n = len(mu)
    # d/dl [exp(l) - l - 1]: the last two are constants
    return np.asarray(mu) / n, np.exp(np.asarray(log_var)) / (2 * n)
