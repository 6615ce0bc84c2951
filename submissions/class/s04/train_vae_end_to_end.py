import torch

def solve(x, w_enc, w_dec, lr, seed):
    N, d = x.shape
    d_z = w_dec.shape[0]

    # encode
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps

    # decode
    x_hat = z @ w_dec

    # gradients
    d_x_hat = 2 / N * (x_hat - x)
    grad_w_dec = z.T @ d_x_hat
    dz = d_x_hat @ w_dec.T

    d_mu = dz + mu / N
    # derivative of exp is exp, so dz/dlog_var = sigma * eps
    d_log_var = dz * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)

    grad_w_enc = x.T @ torch.cat([d_mu, d_log_var], dim=-1)

    w_enc = w_enc - lr * grad_w_enc
    w_dec = w_dec - lr * grad_w_dec
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
