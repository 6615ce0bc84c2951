from collections import namedtuple
from typing import NamedTuple

import torch

Cache = namedtuple("Cache", "mu lv sigma eps z xhat")


class Grads(NamedTuple):
    w_enc: torch.Tensor
    w_dec: torch.Tensor


def forward(x, w_enc, w_dec, eps):
    mu, lv = (x @ w_enc).chunk(2, 1)
    sigma = (lv / 2).exp()
    z = mu + sigma * eps
    return Cache(mu, lv, sigma, eps, z, z @ w_dec)


def backward(cache, x, w_dec) -> Grads:
    n = x.shape[0]
    d_xhat = 2 / n * (cache.xhat - x)
    d_z = d_xhat @ w_dec.T
    d_mu = d_z + cache.mu / n
    d_lv = d_z * cache.sigma * cache.eps / 2 + (cache.sigma ** 2 - 1) / 2 / n
    return Grads(x.T @ torch.cat([d_mu, d_lv], 1), cache.z.T @ d_xhat)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    cache = forward(x, w_enc, w_dec, torch.randn(len(x), len(w_dec)))
    grads = backward(cache, x, w_dec)
    new = Grads(w_enc, w_dec)._replace(w_enc=w_enc - lr * grads.w_enc, w_dec=w_dec - lr * grads.w_dec)
    return torch.cat([t.flatten() for t in new])
