# expect: WA
import torch


def solve(x, y, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_enc.shape[1] // 2
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    a = torch.cat([y, x], dim=-1)
    mu, log_var = (a @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    b = torch.cat([y, mu + sigma * eps], dim=-1)
    g = 2 * (b @ w_dec - x) / n
    gz = (g @ w_dec.T)[:, -k:]
    gh = torch.cat([gz + mu / n, gz * 0.5 * sigma * eps + (sigma ** 2 - 1) / (2 * n)], dim=-1)
    return torch.cat([(w_enc - lr * a.T @ gh).flatten(), (w_dec - lr * b.T @ g).flatten()])
