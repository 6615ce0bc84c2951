"""The divergence between two diagonal Gaussians, in either direction.

Shapes: means and log-variances are (N, d), both divergences are (N,).
"""

import torch
from torch import Tensor


def oracle(mu_q: Tensor, log_var_q: Tensor, mu_p: Tensor, log_var_p: Tensor) -> tuple[Tensor, Tensor]:
    """Return the expectations themselves, by two points of Gauss-Hermite quadrature.

    log q - log p is quadratic, and one point a standard deviation to either side of the mean, with half the
    weight each, is exact for polynomials up to degree 3.
    """

    def expected_log_ratio(mu: Tensor, log_var: Tensor, other_mu: Tensor, other_log_var: Tensor) -> Tensor:
        total = torch.zeros_like(mu)
        for node in (-1.0, 1.0):
            z = mu + node * torch.exp(log_var / 2)
            own = log_var + node**2
            other = other_log_var + (z - other_mu) ** 2 / torch.exp(other_log_var)
            total = total + (other - own) / 4
        return total.sum(dim=1)

    return (
        expected_log_ratio(mu_q, log_var_q, mu_p, log_var_p),
        expected_log_ratio(mu_p, log_var_p, mu_q, log_var_q),
    )


def divergence(mu_a: Tensor, log_var_a: Tensor, mu_b: Tensor, log_var_b: Tensor) -> Tensor:
    """Return KL(a || b) for each row, summed over the dimensions: (N,)."""
    # Under a, log b has the expectation -1/2 sum (log 2 pi + log_var_b + (var_a + (mu_a - mu_b)^2) / var_b)
    #      and log a has the expectation -1/2 sum (log 2 pi + log_var_a + 1).
    # In their difference the variances meet only as a ratio; expm1(t) is exp(t) - 1 without cancellation.
    log_ratio = log_var_a - log_var_b
    squared = (mu_a - mu_b) ** 2 * torch.exp(-log_var_b)
    per_dimension = 0.5 * (torch.expm1(log_ratio) - log_ratio + squared)
    return per_dimension.sum(dim=1)


def solve(mu_q: Tensor, log_var_q: Tensor, mu_p: Tensor, log_var_p: Tensor) -> tuple[Tensor, Tensor]:
    """Return KL(q || p) and KL(p || q), each (N,)."""
    kl_qp = divergence(mu_q, log_var_q, mu_p, log_var_p)
    kl_pq = divergence(mu_p, log_var_p, mu_q, log_var_q)
    return kl_qp, kl_pq
