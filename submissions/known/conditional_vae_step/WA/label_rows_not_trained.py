# expect: WA unchanged
import torch


def solve(x, y, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_enc.shape[1] // 2
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    a = torch.cat([x, y], dim=-1)
    mu, log_var = (a @ w_enc).chunk(2, dim=-1)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    g = 2 * (torch.cat([z, y], dim=-1) @ w_dec - x) / n
    gz = g @ w_dec[:k].T
    gh = torch.cat([gz + mu / n, gz * 0.5 * sigma * eps + (sigma ** 2 - 1) / (2 * n)], dim=-1)
    w_enc, w_dec = w_enc.clone(), w_dec.clone()
    w_enc[:d] -= lr * x.T @ gh
    w_dec[:k] -= lr * z.T @ g
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
