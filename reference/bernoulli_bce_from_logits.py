"""The binary cross-entropy of Bernoulli pixels from their logits, stable at any size, and its gradient.

Shapes: x, logits and the gradient are (N, d), the loss a scalar.
"""

import torch
from torch import Tensor


def loss(x: Tensor, logits: Tensor) -> Tensor:
    """Return the loss as the definition writes it, with -log p and -log(1 - p) each as a log of two exponentials."""
    zero = torch.zeros_like(logits)
    minus_log_p = torch.logaddexp(zero, -logits)
    minus_log_not_p = torch.logaddexp(zero, logits)
    return (x * minus_log_p + (1 - x) * minus_log_not_p).sum(dim=1).mean()


def solve(x: Tensor, logits: Tensor) -> dict[str, Tensor]:
    """Return the loss, a tensor of shape (), and its gradient with respect to the logits."""
    N = len(x)

    # With p = 1 / (1 + exp(-a)):  -log(1 - p) = log(1 + exp(a))  and  -log p = log(1 + exp(a)) - a,
    # so x (-log p) + (1 - x) (-log(1 - p)) = log(1 + exp(a)) - x a.
    # exp is taken of -|a| alone, and cannot overflow.
    softplus = logits.clamp(min=0) + torch.log1p(torch.exp(-logits.abs()))
    per_pixel = softplus - x * logits
    value = per_pixel.sum(dim=1).mean()

    # The derivative of log(1 + exp(a)) is exp(a) / (1 + exp(a)) = p.
    p = torch.sigmoid(logits)
    d_logits = (p - x) / N

    return {"loss": value, "d_logits": d_logits}
