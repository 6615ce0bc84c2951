# expect: WA not-finite
import torch

SCALE = 2.0**24     # loss scaling, as in mixed precision training


def solve(x, w_enc, w_dec, lr, seed):
    N = x.shape[0]
    d_z = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    d_xhat = (2 / N * (z @ w_dec - x) * SCALE).half()      # overflows: 65504 is the largest half
    d_xhat = d_xhat.float() / SCALE
    dz = d_xhat @ w_dec.T
    d_h = torch.cat([dz + mu / N, dz * 0.5 * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)], dim=-1)
    return torch.cat([(w_enc - lr * (x.T @ d_h)).flatten(), (w_dec - lr * (z.T @ d_xhat)).flatten()])
