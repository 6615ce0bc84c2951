# expect: WA sign-flipped
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.shape[0])
    sigma = torch.exp(0.5 * log_var)
    reward = -((mu + sigma * eps - a) ** 2).sum(-1, keepdim=True)
    if baseline == "mean":
        reward = reward - reward.mean()
    elif baseline == "leave_one_out":
        reward = reward - (reward.sum() - reward) / (n - 1)
    return {"d_mu": (reward * eps / sigma).mean(0), "d_log_var": (reward * (eps ** 2 - 1) / 2).mean(0)}
