# expect: WA state
import torch

_noise = {}     # same seed, same noise: no need to draw it twice


def noise(seed, n, k):
    if (seed, n, k) not in _noise:
        torch.manual_seed(seed)
        _noise[seed, n, k] = torch.randn(n, k)
    return _noise[seed, n, k]


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    eps = noise(seed, n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    eps *= s                     # sigma * eps, needed twice below
    z = mu + eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
