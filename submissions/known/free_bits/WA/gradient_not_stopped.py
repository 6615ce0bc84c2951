# expect: WA
import torch


def solve(mu, log_var, lam):
    n = len(mu)
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1).mean(0)
    return {"loss": kl.clamp(min=lam).sum(), "d_mu": mu / n, "d_log_var": (log_var.exp() - 1) / (2 * n)}
