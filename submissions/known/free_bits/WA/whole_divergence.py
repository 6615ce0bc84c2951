# expect: WA
import numpy as np


def solve(mu, log_var, lam):
    mu, log_var = np.asarray(mu), np.asarray(log_var)
    n = len(mu)
    kl = 0.5 * (mu**2 + np.exp(log_var) - log_var - 1).sum(axis=1).mean()
    keep = 1.0 if kl > lam else 0.0
    return {"loss": float(max(kl, lam)), "d_mu": keep * mu / n, "d_log_var": keep * (np.exp(log_var) - 1) / (2 * n)}
