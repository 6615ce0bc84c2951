# expect: AC
import torch


def solve(x, y, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_enc.shape[1] // 2
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    a = torch.cat([x, y], dim=-1)
    mu, log_var = (a @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    b = torch.cat([z, y], dim=-1)
    d_xhat = 2 * (b @ w_dec - x) / n
    d_z = (d_xhat @ w_dec.T)[:, :k]
    d_mu = d_z + mu / n
    d_log_var = d_z * 0.5 * sigma * eps + (log_var.exp() - 1) / (2 * n)
    w_enc = w_enc - lr * a.T @ torch.cat([d_mu, d_log_var], dim=-1)
    w_dec = w_dec - lr * b.T @ d_xhat
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
