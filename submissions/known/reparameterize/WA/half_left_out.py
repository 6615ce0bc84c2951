# expect: WA scaled
import torch


def solve(mu, log_var, grad_z, seed):
    torch.manual_seed(seed)
    eps = torch.randn(mu.shape)
    sigma = torch.exp(0.5 * log_var)
    return {"z": mu + sigma * eps, "d_mu": grad_z, "d_log_var": grad_z * sigma * eps}
