# expect: AC
import torch


def solve(mu, log_var):
    """Differentiate in sigma first, then go on to log_var by the chain rule."""
    n = mu.shape[0]
    sigma = torch.exp(log_var / 2)
    # kl per entry = (mu^2 + sigma^2)/2 - log sigma - 1/2
    d_sigma = (sigma - 1 / sigma) / n
    d_sigma_d_log_var = sigma / 2
    return mu / n, d_sigma * d_sigma_d_log_var
