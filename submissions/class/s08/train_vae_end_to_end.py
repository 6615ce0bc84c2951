import torch


def solve(x, w_enc, w_dec, lr, seed):
    N = x.shape[0]
    d_z = w_dec.shape[0]
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]

    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps

    d_x_hat = (2 / N) * ((z @ w_dec) - x
    grad_w_dec = z.T @ d_x_hat
    dz = d_x_hat @ w_dec.T

    d_mu = dz + mu / N
    d_log_var = dz * 0.5 * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)
    grad_w_enc = x.T @ torch.cat([d_mu, d_log_var], dim=-1)

    w_enc -= lr * grad_w_enc
    w_dec -= lr * grad_w_dec
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
