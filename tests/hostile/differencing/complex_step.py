# expect: RV,TLE
# slow
import torch


def loss(x, E, D, eps):
    x = x.to(E.dtype)
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


def solve(x, w_enc, w_dec, lr, seed):
    flat, f = prepare(x, w_enc, w_dec, seed)
    grad = torch.zeros_like(flat)
    base = f(flat)
    for i in range(len(flat)):
        e = torch.zeros_like(flat)
        e[i] = 1
        grad[i] = f(torch.complex(flat, 1e-20 * e)).imag / 1e-20
    return flat - lr * grad
