# expect: AC
import math

import torch


def solve(x, mu, log_var):
    n = len(x)
    total, d_mu, d_log_var = 0.0, torch.zeros_like(mu), torch.zeros_like(mu)
    for i in range(n):
        sigma2 = log_var[i].exp()
        error = x[i] - mu[i]
        total += float((torch.log(2 * math.pi * sigma2) + error * error / sigma2).sum()) / 2
        d_mu[i] = -error / sigma2 / n
        # first with respect to the variance, then d sigma2 / d log_var = sigma2
        d_sigma2 = 0.5 / sigma2 - 0.5 * (error / sigma2) ** 2
        d_log_var[i] = d_sigma2 * sigma2 / n
    return {"loss": total / n, "d_mu": d_mu, "d_log_var": d_log_var}
