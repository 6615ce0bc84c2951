# expect: WA
import torch


def solve(x, y, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_enc.shape[1] // 2
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu, log_var = (x @ w_enc[:d]).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    b = torch.cat([mu + sigma * eps, y], dim=-1)
    g = 2 * (b @ w_dec - x) / n
    gz = g @ w_dec[:k].T
    gh = torch.cat([gz + mu / n, gz * 0.5 * sigma * eps + (sigma ** 2 - 1) / (2 * n)], dim=-1)
    enc = w_enc.clone()
    enc[:d] -= lr * x.T @ gh
    return torch.cat([enc.flatten(), (w_dec - lr * b.T @ g).flatten()])
