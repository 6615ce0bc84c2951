# expect: AC
import torch


def solve(mu, log_var):
    """The formula for full covariances, with diagonal matrices put in."""
    covariance = torch.diag_embed(log_var.double().exp())
    trace = torch.einsum("njj->n", covariance)
    quadratic = torch.einsum("nj,nj->n", mu, mu)
    return (trace + quadratic - mu.shape[1] - log_var.sum(dim=1)) / 2
