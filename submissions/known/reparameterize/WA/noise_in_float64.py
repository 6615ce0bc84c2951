# expect: WA
import torch


def solve(mu, log_var, grad_z, seed):
    mu, log_var, grad_z = mu.double(), log_var.double(), grad_z.double()   # more digits
    torch.manual_seed(seed)
    eps = torch.randn(mu.shape, dtype=torch.float64)
    sigma = torch.exp(0.5 * log_var)
    return {"z": mu + sigma * eps, "d_mu": grad_z, "d_log_var": 0.5 * grad_z * sigma * eps}
