"""The importance weighted bound on the log likelihood of a linear model.

Burda, Grosse, Salakhutdinov, "Importance Weighted Autoencoders" (2015), equation 8, with the decoder N(x_hat, I).
Shapes: x (N, d), w_enc (d, 2 d_z) with the columns of mu first, w_dec (d_z, d), eps (K, N, d_z).
"""

import math

import torch
from torch import Tensor
from torch.distributions import Normal


def noise(seed: int, K: int, N: int, d_z: int) -> dict[str, Tensor]:
    """Draw eps (K, N, d_z) exactly as `torch.manual_seed(seed); torch.randn(K, N, d_z)` does."""
    return {"eps": torch.randn(K, N, d_z, generator=torch.Generator().manual_seed(seed))}


def oracle(x: Tensor, w_enc: Tensor, w_dec: Tensor, eps: Tensor) -> Tensor:
    """Take every density from the library of distributions, and add the weights up one sample at a time."""
    mu, log_var = torch.tensor_split(x @ w_enc, 2, dim=1)
    q = Normal(mu, torch.exp(log_var).sqrt())
    total = torch.full((len(x),), -math.inf, dtype=x.dtype)
    for e in eps:
        z = q.mean + q.stddev * e
        joint = Normal(z @ w_dec, 1.0).log_prob(x).sum(dim=1) + Normal(0.0, 1.0).log_prob(z).sum(dim=1)
        total = torch.logaddexp(total, joint - q.log_prob(z).sum(dim=1))
    return total.mean() - math.log(len(eps))


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, K: int, seed: int) -> Tensor:
    """Return the bound, a scalar."""
    N, d = x.shape
    d_z = len(w_dec)
    eps = noise(seed, K, N, d_z)["eps"].to(x.dtype)

    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(log_var / 2)
    z = mu + sigma * eps
    x_hat = z @ w_dec

    # Three log densities to a sample, each (K, N); in the last one (z - mu) / sigma is the noise itself.
    log_2pi = math.log(2 * math.pi)
    log_likelihood = -0.5 * ((x - x_hat) ** 2).sum(dim=2) - 0.5 * d * log_2pi
    log_prior = -0.5 * (z**2).sum(dim=2) - 0.5 * d_z * log_2pi
    log_posterior = -0.5 * (eps**2 + log_var).sum(dim=2) - 0.5 * d_z * log_2pi
    log_w = log_likelihood + log_prior - log_posterior

    # log(1/K sum_k w_k), without ever forming a weight that would underflow.
    bound = torch.logsumexp(log_w, dim=0) - math.log(K)
    return bound.mean()
