# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # written on Windows
    n = x.shape[0]
    k = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, log_var = h[:, :k], h[:, k:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    # the gradient of the squared error
    d_x = 2 * (z @ w_dec - x) / n
    d_z = d_x @ w_dec.T
    d_h = torch.cat([d_z + mu / n, d_z * sigma * eps / 2 + (sigma**2 - 1) / (2 * n)], dim=1)
    w_enc = w_enc - lr * (x.T @ d_h)
    w_dec = w_dec - lr * (z.T @ d_x)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
