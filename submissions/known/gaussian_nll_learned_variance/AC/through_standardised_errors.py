# expect: AC
import math

import torch


def solve(x, mu, log_var):
    """With t = (x - mu) / sigma the loss is t^2/2 + log sigma; dt/dmu = -1/sigma and dt/dl = -t/2."""
    n, d = x.shape
    inv_sigma = torch.exp(-0.5 * log_var)
    t = (x - mu) * inv_sigma
    g = t / n  # d loss / d t
    loss = (t.pow(2).sum() + log_var.sum()) / (2 * n) + d * math.log(2 * math.pi) / 2
    return {"loss": loss, "d_mu": -g * inv_sigma, "d_log_var": -g * t / 2 + 1 / (2 * n)}
