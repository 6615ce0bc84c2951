"""Draw codes from the prior and decode them with a linear Bernoulli decoder.

Shapes: w_dec (d_z, d), b (d,); n codes are drawn.
"""

from typing import Any

import torch
from torch import Tensor


def noise(seed: int, n: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (n, d_z) exactly as `torch.manual_seed(seed); torch.randn(n, d_z)` does."""
    return {"eps": torch.randn(n, d_z, generator=torch.Generator().manual_seed(seed))}


def solve(w_dec: Tensor, b: Tensor, n: int, temperature: float, seed: int) -> dict[str, Any]:
    """Return z (n, d_z), x_hat (n, d), and their mean and standard deviation over the samples, (d,) each."""
    eps = noise(seed, n, len(w_dec))["eps"].to(w_dec.dtype)
    z = temperature * eps
    x_hat = torch.sigmoid(z @ w_dec + b)
    average = x_hat.mean(0)
    return {"z": z, "x_hat": x_hat, "average": average, "spread": ((x_hat - average) ** 2).mean(0).sqrt()}


def oracle(w_dec: Tensor, b: Tensor, n: int, temperature: float, eps: Tensor) -> dict[str, Any]:
    """Find the same with tanh, sample by sample."""
    samples = [(1 + torch.tanh((temperature * code @ w_dec + b) / 2)) / 2 for code in eps]
    x_hat = torch.stack(samples)
    return {
        "z": torch.stack([temperature * code for code in eps]),
        "x_hat": x_hat,
        "average": sum(samples) / n,
        "spread": torch.std(x_hat, dim=0, correction=0),
    }
