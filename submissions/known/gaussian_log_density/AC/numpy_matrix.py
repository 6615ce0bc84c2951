# expect: AC
import numpy as np


def solve(x, mu, log_var):
    """The general formula, (x - mu)' P (x - mu) with a precision matrix P, one row at a time."""
    x, mu, log_var = (np.asarray(a, dtype=np.float64) for a in (x, mu, log_var))
    d = x.shape[1]
    out = np.empty(len(x))
    for i in range(len(x)):
        r = x[i] - mu[i]
        out[i] = -0.5 * (d * np.log(2 * np.pi) + log_var[i].sum() + r @ np.diag(np.exp(-log_var[i])) @ r)
    return out
