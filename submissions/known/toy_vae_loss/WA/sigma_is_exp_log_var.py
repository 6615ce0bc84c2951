# expect: WA
import torch


def solve(x, mu, log_var, eps, W, b):
    z = mu + log_var.exp() * eps
    a = z @ W + b
    recon = (torch.logaddexp(a, torch.zeros_like(a)) - x * a).sum()
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum()
    return {"z": z, "x_hat": torch.sigmoid(a), "recon": recon, "kl": kl, "total": recon + kl}
