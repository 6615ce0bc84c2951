# expect: AC
import math

import torch


def solve(mu, log_var):
    """KL = cross-entropy of q with p, minus the entropy of q; both in double precision."""
    mu, log_var = mu.double(), log_var.double()
    log_2pi = math.log(2 * math.pi)
    entropy = 0.5 * (log_2pi + 1 + log_var).sum(1)
    second_moment = mu * mu + log_var.exp()
    cross = 0.5 * (log_2pi + second_moment).sum(1)
    return cross - entropy
