# expect: RV autograd
import torch
import torch.autograd.forward_ad as fwAD


def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def slope(f, w, i, j):
    with fwAD.dual_level():
        e = torch.zeros_like(w)
        e[i, j] = 1.0
        return fwAD.unpack_dual(f(fwAD.make_dual(w, e))).tangent


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])

    def step(f, w):
        g = torch.stack([torch.stack([slope(f, w, i, j) for j in range(w.shape[1])]) for i in range(w.shape[0])])
        return (w - lr * g).flatten()

    return torch.cat([
        step(lambda a: loss_fn(a, w_dec, x, eps), w_enc),
        step(lambda b: loss_fn(w_enc, b, x, eps), w_dec),
    ])
