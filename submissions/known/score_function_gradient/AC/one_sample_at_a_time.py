# expect: AC
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    z = mu + torch.exp(log_var / 2) * torch.randn(n, len(mu))
    f = [float(((row - a) ** 2).sum()) for row in z]
    total = sum(f)
    d_mu, d_lv = torch.zeros(len(mu)), torch.zeros(len(mu))
    for row, value in zip(z, f):
        if baseline == "none":
            b = 0.0
        elif baseline == "mean":
            b = total / n
        else:
            b = (total - value) / (n - 1)
        precise = torch.exp(-log_var)
        d_mu += (value - b) * precise * (row - mu) / n
        d_lv += (value - b) * (precise * (row - mu) ** 2 - 1) / 2 / n
    return {"d_mu": d_mu, "d_log_var": d_lv}
