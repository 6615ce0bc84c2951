# expect: AC
import math

import torch


def solve(mu, log_var):
    rows, columns = mu.shape
    d_mu = [[float(mu[i, j]) / rows for j in range(columns)] for i in range(rows)]
    d_log_var = [
        [math.expm1(float(log_var[i, j])) / (2 * rows) for j in range(columns)] for i in range(rows)
    ]
    return torch.tensor(d_mu, dtype=torch.float64), torch.tensor(d_log_var, dtype=torch.float64)
