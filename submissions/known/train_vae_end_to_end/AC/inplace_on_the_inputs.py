# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, d_z = x.size(0), w_dec.size(0)
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    h = x @ w_enc
    mu, log_var = h[:, :d_z], h[:, d_z:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    d_x_hat = (2 / N) * (z @ w_dec - x)
    d_z_ = d_x_hat @ w_dec.T
    d_h = torch.cat([d_z_ + mu / N, d_z_ * 0.5 * sigma * eps + (torch.exp(log_var) - 1) / (2 * N)], dim=-1)
    # the statement says w -= lr * grad, so that is what I do
    w_enc -= lr * (x.T @ d_h)
    w_dec -= lr * (z.T @ d_x_hat)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
