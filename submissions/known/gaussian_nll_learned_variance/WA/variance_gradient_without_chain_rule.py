# expect: WA
import math

import torch


def solve(x, mu, log_var):
    n = len(x)
    var = torch.exp(log_var)
    loss = 0.5 * (math.log(2 * math.pi) + log_var + (x - mu) ** 2 / var).sum(1).mean()
    d_var = 0.5 * (1 / var - (x - mu) ** 2 / var**2) / n
    return {"loss": loss, "d_mu": (mu - x) / var / n, "d_log_var": d_var}
