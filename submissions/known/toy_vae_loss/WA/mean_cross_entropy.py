# expect: WA
import torch
import torch.nn.functional as F


def solve(x, mu, log_var, eps, W, b):
    z = mu + torch.exp(0.5 * log_var) * eps
    a = z @ W + b
    recon = F.binary_cross_entropy_with_logits(a, x)
    kl = 0.5 * (mu**2 + log_var.exp() - log_var - 1).sum()
    return {"z": z, "x_hat": torch.sigmoid(a), "recon": recon, "kl": kl, "total": recon + kl}
