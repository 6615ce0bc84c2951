import torch
from torch import nn


def solve(x, w_enc, w_dec, lr, seed):
    enc = nn.Parameter(w_enc.clone(), requires_grad=False)
    dec = nn.Parameter(w_dec.clone(), requires_grad=False)
    torch.manual_seed(seed)
    n, k = x.shape[0], dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ dec - x)
    b = g @ dec.T
    enc.grad = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    dec.grad = z.T @ g
    for p in (enc, dec):
        p.data.add_(p.grad, alpha=-lr)
        p.grad = None
    return torch.cat([enc.data.flatten(), dec.data.flatten()])
