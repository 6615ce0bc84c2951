# expect: AC
import torch


def to_standard(mu, log_var):
    return 0.5 * torch.sum(mu.square() + log_var.exp() - log_var - 1, dim=1)


def solve(mu_q, log_var_q, mu_p, log_var_p):
    """A divergence does not change under z -> (z - mean) / sigma, which makes one of the two N(0, I)."""
    gap, log_ratio = mu_q - mu_p, log_var_q - log_var_p
    kl_qp = to_standard(gap * torch.exp(-log_var_p / 2), log_ratio)
    kl_pq = to_standard(gap * torch.exp(-log_var_q / 2), -log_ratio)
    return kl_qp, kl_pq
