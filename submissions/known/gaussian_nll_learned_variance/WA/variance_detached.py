# expect: WA
import numpy as np


def solve(x, mu, log_var):
    x, mu, log_var = np.asarray(x), np.asarray(mu), np.asarray(log_var)
    n, w = len(x), np.exp(-np.asarray(log_var))
    loss = 0.5 * (np.log(2 * np.pi) + log_var + w * (x - mu) ** 2).sum(1).mean()
    # the weight w taken for a constant
    return {"loss": loss, "d_mu": w * (mu - x) / n, "d_log_var": np.full_like(mu, 0.5 / n)}
