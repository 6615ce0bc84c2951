# expect: TLE,RV,MLE
# slow
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


import numpy as np


def solve(x, w_enc, w_dec, lr, seed):
    """Fit a cubic through points of the loss along each axis; its linear coefficient is the slope."""
    flat, f = prepare(x, w_enc, w_dec, seed)
    points = np.linspace(-1e-2, 1e-2, 7)
    grad = torch.zeros_like(flat)
    for i in range(len(flat)):
        values = []
        for p in points:
            moved = flat.clone()
            moved[i] += p
            values.append(float(f(moved)))
        grad[i] = np.polynomial.polynomial.polyfit(points, values, 4)[1]
    return flat - lr * grad
