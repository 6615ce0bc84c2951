# expect: AC
import torch


def solve(mu, log_var, lam):
    """Work on the charged columns alone and put the results back."""
    n, k = mu.shape
    kl = -0.5 * (1 + log_var - mu.pow(2) - log_var.exp()).mean(0)
    (charged,) = torch.nonzero(kl > lam, as_tuple=True)
    d_mu, d_log_var = torch.zeros_like(mu), torch.zeros_like(mu)
    d_mu[:, charged] = mu[:, charged] / n
    d_log_var[:, charged] = (log_var[:, charged].exp() - 1) / (2 * n)
    return {"loss": kl[charged].sum() + lam * (k - len(charged)), "d_mu": d_mu, "d_log_var": d_log_var}
