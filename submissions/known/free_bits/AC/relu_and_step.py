# expect: AC
import torch


def solve(mu, log_var, lam):
    """max(lam, kl) = lam + relu(kl - lam); the slope of relu is a step that is 0 at 0."""
    mu, log_var = mu.double(), log_var.double()
    n = len(mu)
    variance = log_var.exp()
    ones = torch.full((n,), 1 / n, dtype=torch.float64)
    kl = ones @ (mu * mu + variance - log_var - 1) / 2
    over = kl - lam
    step = torch.heaviside(over, torch.zeros((), dtype=torch.float64))
    return {
        "loss": (torch.relu(over) + lam).sum(),
        "d_mu": torch.einsum("n,nj,j->nj", ones, mu, step),
        "d_log_var": torch.einsum("n,nj,j->nj", ones, variance - 1, step) / 2,
    }
