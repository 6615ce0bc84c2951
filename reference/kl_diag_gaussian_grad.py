"""The gradient of a diagonal Gaussian's divergence from the standard normal, a mean over the batch.

Shapes: mu, log_var, d_mu and d_log_var are all (N, d_z).
"""

import torch
from torch import Tensor


def loss(mu: Tensor, log_var: Tensor) -> Tensor:
    """Return the batch mean of KL(N(mu, exp(log_var)) || N(0, I)); Kingma and Welling (2013), appendix B."""
    return 0.5 * (mu**2 + torch.exp(log_var) - log_var - 1).sum(dim=1).mean()


def solve(mu: Tensor, log_var: Tensor) -> tuple[Tensor, Tensor]:
    """Return the gradients with respect to mu and to log_var, the 1/N of the mean included."""
    N = len(mu)

    # kl = 1/(2N) sum (mu^2 + exp(log_var) - log_var - 1). No term mixes two entries, so each entry is
    # differentiated by itself: mu^2 gives 2 mu, and exp(log_var) - log_var gives exp(log_var) - 1.
    d_mu = mu / N

    # expm1(t) is exp(t) - 1, without the digits that cancel where the variance is almost 1.
    d_log_var = torch.expm1(log_var) / (2 * N)

    return d_mu, d_log_var
