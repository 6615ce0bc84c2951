# expect: AC
from math import exp

import torch


def solve(mu, log_var):
    kl = torch.zeros(len(mu), dtype=torch.float64)
    for i, (means, logs) in enumerate(zip(mu.tolist(), log_var.tolist())):
        for m, t in zip(means, logs):
            kl[i] += (m * m + exp(t) - t - 1) / 2
    return kl
