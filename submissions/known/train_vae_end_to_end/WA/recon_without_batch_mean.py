# expect: WA
import torch

def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.shape[0], w_dec.shape[0]
    h = x @ w_enc
    mu = h[:, :d_z]
    log_var = h[:, d_z:]
    sigma = torch.exp(0.5 * log_var)
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    z = mu + sigma * eps
    x_hat = z @ w_dec

    d_x_hat = 2 * (x_hat - x)
    grad_w_dec = z.T @ d_x_hat
    dz = d_x_hat @ w_dec.T
    d_mu = dz + mu / N
    d_log_var = dz * 0.5 * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)
    grad_w_enc = x.T @ torch.cat([d_mu, d_log_var], dim=-1)
    return torch.cat([(w_enc - lr * grad_w_enc).flatten(), (w_dec - lr * grad_w_dec).flatten()])
