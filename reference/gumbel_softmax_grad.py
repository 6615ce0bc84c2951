"""A relaxed categorical sample and the gradient through it, by hand.

Shapes: logits, u, grad_y (N, C); temperature is a float.
"""

import torch
from torch import Tensor


def relaxed(logits: Tensor, u: Tensor, temperature: float) -> Tensor:
    """Return softmax((logits + Gumbel noise) / temperature) over the classes, (N, C)."""
    a = (logits - torch.log(-torch.log(u))) / temperature
    a = a - a.max(1, keepdim=True).values
    e = torch.exp(a)
    return e / e.sum(1, keepdim=True)


def loss(logits: Tensor, u: Tensor, temperature: float, grad_y: Tensor) -> Tensor:
    """Return a scalar whose gradient at y is grad_y."""
    return (torch.softmax((logits - torch.log(-torch.log(u))) / temperature, dim=1) * grad_y).sum()


def oracle(logits: Tensor, u: Tensor, temperature: float) -> dict[str, Tensor]:
    """Return y from differences alone: y_c = 1 / sum over k of exp(a_k - a_c)."""
    a = (logits - torch.log(-torch.log(u))) / temperature
    return {"y": 1 / torch.exp(a[:, :, None] - a[:, None, :]).sum(1)}


def solve(logits: Tensor, u: Tensor, temperature: float, grad_y: Tensor) -> dict[str, Tensor]:
    """Return the sample y and the gradient by the logits, both (N, C)."""
    y = relaxed(logits, u, temperature)

    # With a the argument of the softmax, dy_c / da_k = y_c (delta_ck - y_k), so that the gradient at a
    # is y times what arrives, less its y-weighted mean; and da / dlogits = 1 / temperature.
    mean = (y * grad_y).sum(1, keepdim=True)
    return {"y": y, "d_logits": y * (grad_y - mean) / temperature}
