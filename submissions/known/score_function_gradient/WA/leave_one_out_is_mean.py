# expect: WA
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.shape[0])
    sigma = torch.exp(0.5 * log_var)
    f = ((mu + sigma * eps - a) ** 2).sum(-1, keepdim=True)
    if baseline != "none":
        f = f - f.mean()
    return {"d_mu": (f * eps / sigma).mean(0), "d_log_var": (f * (eps ** 2 - 1) / 2).mean(0)}
