# expect: AC
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.shape[0])
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    f = ((z - a) ** 2).sum(-1, keepdim=True)
    if baseline == "mean":
        f = f - f.mean()
    elif baseline == "leave_one_out":
        f = f - (f.sum() - f) / (n - 1)
    d_mu = (f * (z - mu) / sigma ** 2).mean(0)
    d_log_var = (f * 0.5 * ((z - mu) ** 2 / sigma ** 2 - 1)).mean(0)
    return {"d_mu": d_mu, "d_log_var": d_log_var}
