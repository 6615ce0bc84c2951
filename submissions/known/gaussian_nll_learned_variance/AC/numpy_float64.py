# expect: AC
import numpy as np


def solve(x, mu, log_var):
    x, mu, log_var = (np.asarray(a, dtype=np.float64) for a in (x, mu, log_var))
    n = x.shape[0]
    var = np.exp(log_var)
    loss = np.sum(0.5 * np.log(2 * np.pi * var) + (x - mu) ** 2 / (2 * var)) / n
    return {"loss": loss, "d_mu": (mu - x) / var / n, "d_log_var": (var - (x - mu) ** 2) / (2 * var * n)}
