# expect: WA zeros
import torch


def solve(mu, log_var, grad_z, seed):
    torch.manual_seed(seed)
    eps = torch.randn(mu.shape)
    z = mu + torch.exp(0.5 * log_var).detach() * eps
    return {"z": z, "d_mu": grad_z, "d_log_var": torch.zeros_like(grad_z)}
