# expect: WA
import torch


def solve(mu, log_var, lam):
    n = len(mu)
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1).mean(0)
    # the clamp lets a dimension through that is exactly at lam
    keep = (kl >= lam).to(mu.dtype)
    return {"loss": kl.clamp(min=lam).sum(), "d_mu": keep * mu / n, "d_log_var": keep * (log_var.exp() - 1) / (2 * n)}
