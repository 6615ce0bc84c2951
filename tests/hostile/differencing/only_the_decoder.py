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


def solve(x, w_enc, w_dec, lr, seed):
    """The encoder by hand, the decoder by differences."""
    flat, f = prepare(x, w_enc, w_dec, seed)
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    b = 2 / n * ((mu + s * eps) @ w_dec - x) @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    out = flat.clone()
    out[: ge.numel()] -= lr * ge.flatten()
    for i in range(ge.numel(), len(flat)):
        e = torch.zeros_like(flat)
        e[i] = 1e-4
        out[i] -= lr * (f(flat + e) - f(flat - e)) / 2e-4
    return out
