# problem: kl_between_gaussians
import torch
from torch.distributions import Independent, Normal, kl_divergence


def diagonal(mu: torch.Tensor, log_var: torch.Tensor) -> Independent:
    return Independent(Normal(mu, torch.exp(0.5 * log_var)), 1)


def solve(mu_q, log_var_q, mu_p, log_var_p):
    q, p = diagonal(mu_q, log_var_q), diagonal(mu_p, log_var_p)
    forward, backward = kl_divergence(q, p), kl_divergence(p, q)
    print(f"{forward=}\n{backward=}")
    return forward, backward
