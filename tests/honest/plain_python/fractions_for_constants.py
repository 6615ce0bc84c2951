from decimal import Decimal, getcontext
from fractions import Fraction

import torch

getcontext().prec = 30


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    two_over_n = float(Fraction(2, n))
    half_over_n = float(Decimal(1) / Decimal(2 * n))
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv * float(Fraction("1/2")))
    z = mu + s * eps
    g = two_over_n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu * float(Fraction(1, n)), gz * s * eps / 2 + (s * s - 1) * half_over_n], 1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
