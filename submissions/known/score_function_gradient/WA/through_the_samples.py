# expect: WA
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.shape[0])
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    g = 2 * (z - a)     # z is a function of mu and log_var
    return {"d_mu": g.mean(0), "d_log_var": (g * sigma * eps / 2).mean(0)}
