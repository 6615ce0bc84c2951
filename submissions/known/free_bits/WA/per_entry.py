# expect: WA
import torch


def solve(mu, log_var, lam):
    n = len(mu)
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1)
    keep = (kl > lam).float()
    loss = kl.clamp(min=lam).sum(1).mean()
    return {"loss": loss, "d_mu": keep * mu / n, "d_log_var": keep * (log_var.exp() - 1) / (2 * n)}
