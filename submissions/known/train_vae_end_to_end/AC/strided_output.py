# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    before = torch.cat([w_enc.flatten(), w_dec.flatten()])
    grad = torch.cat([(x.T @ gh).flatten(), (z.T @ g).flatten()])
    # a table with one row per parameter: before, gradient, after
    table = torch.stack([before, grad, before - lr * grad], dim=1)
    return table[:, 2]
