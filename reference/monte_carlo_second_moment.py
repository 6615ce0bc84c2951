"""An average over samples in place of an integral: the second moment of a Gaussian."""

import torch
from torch import Tensor


def noise(seed: int, n: int) -> dict[str, Tensor]:
    """Draw eps (n,) exactly as `torch.manual_seed(seed); torch.randn(n)` does."""
    return {"eps": torch.randn(n, generator=torch.Generator().manual_seed(seed))}


def oracle(mu: float, sigma: float, eps: Tensor) -> Tensor:
    """Expand the square: only the first two moments of the noise itself are needed."""
    return mu**2 + 2 * mu * sigma * eps.mean() + sigma**2 * eps.square().mean()


def solve(mu: float, sigma: float, n: int, seed: int) -> Tensor:
    """Return the mean of z^2 over n samples of N(mu, sigma^2), a scalar."""
    # The draw is float32 and stays what it is; the arithmetic after it need not be.
    eps = noise(seed, n)["eps"].double()
    z = mu + sigma * eps

    # E[z^2] is the integral of z^2 against the density. A mean over samples of that density estimates it.
    return torch.mean(z**2)
