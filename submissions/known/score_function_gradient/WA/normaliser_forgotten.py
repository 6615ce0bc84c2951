# expect: WA
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.shape[0])
    sigma = torch.exp(0.5 * log_var)
    f = ((mu + sigma * eps - a) ** 2).sum(-1, keepdim=True)
    if baseline == "mean":
        f = f - f.mean()
    elif baseline == "leave_one_out":
        f = f - (f.sum() - f) / (n - 1)
    # log q = -(z - mu)^2 / (2 sigma^2) + const
    return {"d_mu": (f * eps / sigma).mean(0), "d_log_var": (f * eps ** 2 / 2).mean(0)}
