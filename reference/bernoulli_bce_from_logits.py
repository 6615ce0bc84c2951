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

    # With p = 1 / (1 + exp(-a)), -log p = log(1 + exp(-a)) and -log(1 - p) = log(1 + exp(a)). exp is taken of -|a|
    # alone, and cannot overflow. The two costs are added: taking x a from log(1 + exp(a)) would lose a small cost.
    rest = torch.log1p(torch.exp(-logits.abs()))
    minus_log_p, minus_log_not_p = (-logits).clamp(min=0) + rest, logits.clamp(min=0) + rest
    per_pixel = x * minus_log_p + (1 - x) * minus_log_not_p
    value = per_pixel.sum(dim=1).mean()

    # The derivatives of the two are p - 1 and p; together that is p - x, and again nothing small is a difference.
    p, not_p = torch.sigmoid(logits), torch.sigmoid(-logits)
    d_logits = ((1 - x) * p - x * not_p) / N

    return {"loss": value, "d_logits": d_logits}
