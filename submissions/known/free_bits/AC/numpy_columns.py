# expect: AC
import numpy as np


def solve(mu, log_var, lam):
    mu, log_var = np.asarray(mu, dtype=np.float64), np.asarray(log_var, dtype=np.float64)
    n, k = mu.shape
    d_mu, d_log_var, loss = np.zeros_like(mu), np.zeros_like(mu), 0.0
    for j in range(k):
        kl = 0.5 * np.mean(mu[:, j] ** 2 + np.exp(log_var[:, j]) - log_var[:, j] - 1)
        if kl <= lam:
            loss += lam
            continue
        loss += kl
        d_mu[:, j] = mu[:, j] / n
        d_log_var[:, j] = (np.exp(log_var[:, j]) - 1) / (2 * n)
    return {"loss": loss, "d_mu": d_mu, "d_log_var": d_log_var}
