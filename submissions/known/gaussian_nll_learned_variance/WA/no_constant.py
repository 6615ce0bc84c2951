# expect: WA
import torch


def solve(x, mu, log_var):
    n = len(x)
    w = torch.exp(-log_var)
    loss = 0.5 * (log_var + w * (x - mu) ** 2).sum() / n
    return {"loss": loss, "d_mu": w * (mu - x) / n, "d_log_var": (1 - w * (x - mu) ** 2) / (2 * n)}
