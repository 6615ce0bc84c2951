# expect: WA halves-swapped
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N = x.shape[0]
    d_z = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    d_xhat = (2 / N) * (z @ w_dec - x)
    dz = d_xhat @ w_dec.T
    d_mu = dz + mu / N
    d_log_var = dz * 0.5 * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)
    d_h = torch.cat([d_log_var, d_mu], dim=-1)
    w_enc = w_enc - lr * (x.T @ d_h)
    w_dec = w_dec - lr * (z.T @ d_xhat)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
