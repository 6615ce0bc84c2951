from functools import partial, reduce
from operator import add, matmul, mul, sub

import torch


def transpose(t):
    return t.T


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = map(partial(matmul, x), (w_enc[:, :k], w_enc[:, k:]))
    s = torch.exp(lv / 2)
    z = add(mu, mul(s, eps))
    g = mul(2 / n, sub(matmul(z, w_dec), x))
    gz = reduce(matmul, [g, transpose(w_dec)])
    g_lv = reduce(add, filter(lambda t: t is not None, [reduce(mul, (gz, s, eps)) / 2, None, (s * s - 1) / (2 * n)]))
    ge = torch.cat(list(map(lambda t: matmul(transpose(x), t), (gz + mu / n, g_lv))), 1)
    gd = reduce(matmul, (transpose(z), g))
    step = partial(torch.sub, alpha=lr)
    return torch.cat([step(w, d).flatten() for w, d in ((w_enc, ge), (w_dec, gd))])
