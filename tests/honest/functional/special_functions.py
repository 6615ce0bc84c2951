import torch
from torch import special


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).split([k, k], dim=1)
    std = special.exp2(lv / (2 * torch.log(torch.tensor(2.0))))
    z = mu + std * eps
    g = (z @ w_dec - x) * 2 / n
    gz = g @ w_dec.T
    kl_lv = special.expm1(lv) / (2 * n)
    gh = torch.cat([gz + mu / n, gz * (z - mu) / 2 + kl_lv], 1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
