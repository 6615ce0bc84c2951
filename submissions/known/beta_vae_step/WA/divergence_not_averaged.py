# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, beta, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, dim=-1)
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + beta * mu, gz * s * eps / 2 + beta * (s * s - 1) / 2], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
