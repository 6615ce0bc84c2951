# expect: AC
import torch
import torch.nn.functional as F


def solve(x, mu, log_var, eps, W, b):
    z = torch.addcmul(mu, log_var.mul(0.5).exp(), eps)
    logits = torch.einsum("k,kd->d", z, W) + b
    recon = F.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    q = torch.distributions.Normal(mu, log_var.mul(0.5).exp())
    p = torch.distributions.Normal(torch.zeros_like(mu), 1.0)
    kl = torch.distributions.kl_divergence(q, p).sum()
    return {"z": z, "x_hat": logits.sigmoid(), "recon": recon, "kl": kl, "total": recon + kl}
