from functools import cache, cached_property, lru_cache

import torch


@lru_cache(maxsize=None)
def factors(n: int) -> tuple[float, float, float]:
    return 2.0 / n, 1.0 / n, 0.5 / n


@cache
def halves(k):
    return slice(None, k), slice(k, None)


class Cached:
    def __init__(self, lv):
        self.lv = lv

    @cached_property
    def std(self):
        return torch.exp(self.lv / 2)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    left, right = halves(k)
    a, b, c = factors(n)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu = h[:, left]
    s = Cached(h[:, right]).std
    z = mu + s * eps
    g = a * (z @ w_dec - x)
    q = g @ w_dec.T
    ge = x.T @ torch.cat([q + b * mu, q * s * eps / 2 + c * (s * s - 1)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
