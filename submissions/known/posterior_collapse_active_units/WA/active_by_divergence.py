# expect: WA
import torch


def solve(mu, log_var, threshold):
    activity = mu.var(dim=0, unbiased=False)
    kl = -0.5 * torch.mean(1 + log_var - mu.pow(2) - log_var.exp(), dim=0)
    active = kl.gt(threshold)
    return {"activity": activity, "kl": kl, "active": active, "count": active.sum()}
