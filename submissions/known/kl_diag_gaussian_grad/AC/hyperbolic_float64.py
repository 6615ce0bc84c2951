# expect: AC
import torch


def solve(mu, log_var):
    # e^t - 1 = 2 e^{t/2} sinh(t/2), in double precision throughout
    half = log_var.double() / 2
    weight = torch.full((mu.shape[0],), 1 / mu.shape[0], dtype=torch.float64)
    d_mu = torch.einsum("i,ij->ij", weight, mu.double())
    d_log_var = torch.einsum("i,ij,ij->ij", weight, torch.exp(half), torch.sinh(half))
    return d_mu, d_log_var
