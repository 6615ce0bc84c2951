# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, beta, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    d_xhat = 2 * (z @ w_dec - x) / n
    d_z = d_xhat @ w_dec.T
    d_mu = d_z + beta * mu / n
    d_log_var = d_z * 0.5 * sigma * eps + beta * (log_var.exp() - 1) / (2 * n)
    w_enc = w_enc - lr * x.T @ torch.cat([d_mu, d_log_var], dim=-1)
    w_dec = w_dec - lr * z.T @ d_xhat
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
