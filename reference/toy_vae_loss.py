"""The loss of one data point under a VAE with a linear decoder and Bernoulli pixels, from the encoder's answer on.

Shapes: x, b and x_hat (d,), mu, log_var, eps and z (d_z,), W (d_z, d); recon, kl and total are scalars.
"""

import torch
from torch import Tensor
from torch.distributions import Normal, kl_divergence


def oracle(x: Tensor, mu: Tensor, log_var: Tensor, eps: Tensor, W: Tensor, b: Tensor) -> dict[str, Tensor]:
    """Return the same by PyTorch's own distributions and layers."""
    q = Normal(mu, torch.exp(log_var).sqrt())
    z = q.loc.addcmul(q.scale, eps)
    logits = torch.nn.functional.linear(z, W.T, b)
    recon = torch.nn.functional.binary_cross_entropy_with_logits(logits, x, reduction="sum")
    kl = kl_divergence(q, Normal(torch.zeros_like(mu), torch.ones_like(mu))).sum()
    return {"z": z, "x_hat": (1 + torch.tanh(logits / 2)) / 2, "recon": recon, "kl": kl, "total": recon + kl}


def solve(x: Tensor, mu: Tensor, log_var: Tensor, eps: Tensor, W: Tensor, b: Tensor) -> dict[str, Tensor]:
    """Return z (d_z,), x_hat (d,), and recon, kl and total as tensors of shape ()."""
    # Sample: noise of any Gaussian is standard noise, stretched and moved.
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps

    # Decode.
    logits = z @ W + b
    x_hat = torch.sigmoid(logits)

    # -log of a Bernoulli probability, from the logit: log(1 + exp(-a)) for a 1 and log(1 + exp(a)) for a 0. Only
    # exp(-|a|) is ever taken, and nothing small is the difference of two large numbers.
    rest = torch.log1p(torch.exp(-logits.abs()))
    minus_log_p, minus_log_not_p = (-logits).clamp(min=0) + rest, logits.clamp(min=0) + rest
    recon = (x * minus_log_p + (1 - x) * minus_log_not_p).sum()

    # KL(N(mu, sigma^2) || N(0, I)) needs no sample; expm1(t) is exp(t) - 1 without cancellation near 0.
    kl = 0.5 * (mu**2 + torch.expm1(log_var) - log_var).sum()

    total = recon + kl
    return {"z": z, "x_hat": x_hat, "recon": recon, "kl": kl, "total": total}
