# expect: WA,TLE,RV
import torch


def loss(x, E, D, eps):
    mu, lv = (x @ E).chunk(2, 1)
    z = mu + torch.exp(lv / 2) * eps
    return ((z @ D - x) ** 2).sum(1).mean() + 0.5 * (mu**2 + lv.exp() - lv - 1).sum(1).mean()


def prepare(x, w_enc, w_dec, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double()
    x, E, D = x.double(), w_enc.double(), w_dec.double()
    flat = torch.cat([E.flatten(), D.flatten()])
    size = E.numel()
    return flat, lambda v: loss(x, v[:size].view(E.shape), v[size:].view(D.shape), eps)


import time

START = time.monotonic()


def solve(x, w_enc, w_dec, lr, seed):
    """Differences until two seconds are over, then whatever there is."""
    flat, f = prepare(x, w_enc, w_dec, seed)
    grad = torch.zeros_like(flat)
    end = time.monotonic() + 1.0
    for i in range(len(flat)):
        if time.monotonic() > end:
            break
        e = torch.zeros_like(flat)
        e[i] = 1e-5
        grad[i] = (f(flat + e) - f(flat - e)) / 2e-5
    return flat - lr * grad
