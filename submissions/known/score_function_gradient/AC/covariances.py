# expect: AC
import torch


def solve(mu, log_var, a, n, seed, baseline):
    """mean (f - mean f) s is a covariance; leaving one out stretches it by n / (n - 1)."""
    g = torch.Generator().manual_seed(seed)
    e = torch.randn(n, len(mu), generator=g).double()
    sd = torch.exp(log_var.double() / 2)
    f = torch.linalg.vector_norm(mu + sd * e - a, dim=1).square()
    scores = torch.cat([e / sd, (e * e - 1) / 2], dim=1)
    if baseline == "none":
        out = f @ scores / n
    else:
        out = (f @ scores) / n - f.mean() * scores.mean(0)
        if baseline == "leave_one_out":
            out = out * n / (n - 1)
    return {"d_mu": out[:len(mu)], "d_log_var": out[len(mu):]}
