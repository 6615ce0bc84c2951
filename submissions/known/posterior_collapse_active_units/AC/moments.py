# expect: AC
import numpy as np


def solve(mu, log_var, threshold):
    mu, log_var = np.asarray(mu, np.float64), np.asarray(log_var, np.float64)
    second = (mu * mu).mean(axis=0)
    activity = second - mu.mean(axis=0) ** 2
    kl = (second + np.mean(np.expm1(log_var) - log_var, axis=0)) / 2
    active = activity > threshold
    return {"activity": activity, "kl": kl, "active": active, "count": int(np.count_nonzero(active))}
