# expect: AC
import numpy as np


def solve(mu, log_var, threshold):
    n, dz = mu.shape
    activity, kl = np.zeros(dz), np.zeros(dz)
    for j in range(dz):
        column = np.asarray(mu[:, j], dtype=float)
        # A variance is half the mean squared difference of all pairs.
        activity[j] = ((column[:, None] - column[None, :]) ** 2).sum() / (2 * n * n)
        for i in range(n):
            m, s2 = float(mu[i, j]), float(np.exp(log_var[i, j]))
            kl[j] += 0.5 * (m * m + s2 - np.log(s2) - 1) / n
    active = np.array([a > threshold for a in activity])
    return {"activity": activity, "kl": kl, "active": active, "count": np.int64(active.sum())}
