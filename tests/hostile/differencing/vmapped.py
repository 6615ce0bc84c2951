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
    flat, f = prepare(x, w_enc, w_dec, seed)
    size = len(flat)

    def slope(i):
        e = (torch.arange(size) == i).to(flat.dtype) * 1e-5
        return (f(flat + e) - f(flat - e)) / 2e-5

    return flat - lr * torch.vmap(slope, chunk_size=64)(torch.arange(size))
