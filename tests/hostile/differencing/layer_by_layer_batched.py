# expect: undefended Differencing inside layers.
import torch


def directional(f, at, direction):
    """How f moves along a direction, by a symmetric difference."""
    h = 1e-5
    ahead, behind = f(at + h * direction), f(at - h * direction)
    return (ahead - behind).div(h + h)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k).double()
    x, E, D = x.double(), w_enc.double(), w_dec.double()

    def per_sample(h):
        mu, lv = h[:, :k], h[:, k:]
        z = mu + torch.exp(lv / 2) * eps
        return ((z @ D - x) ** 2).sum(1) / n + 0.5 * (mu**2 + lv.exp() - lv - 1).sum(1) / n

    h = x @ E
    gh = torch.stack([directional(per_sample, h, torch.eye(2 * k, dtype=h.dtype)[j]) for j in range(2 * k)], 1)
    z = h[:, :k] + torch.exp(h[:, k:] / 2) * eps
    gd = z.T @ (z @ D - x) * 2 / n
    return torch.cat([(E - lr * x.T @ gh).flatten(), (D - lr * gd).flatten()])
