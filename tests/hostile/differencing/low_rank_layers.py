# expect: undefended Differencing inside layers.
import torch


def slope(f, at, h=1e-5):
    return (f(at + h) - f(at - h)) / (2 * h)


def solve(x, w_enc, w_dec, lr, seed):
    """The elementwise parts by differences, the products by hand."""
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k).double()
    x, E, D = x.double(), w_enc.double(), w_dec.double()
    mu, lv = (x @ E).chunk(2, 1)
    z = mu + torch.exp(lv / 2) * eps
    xhat = z @ D
    g = slope(lambda v: (v - x) ** 2 / n, xhat)
    gz = g @ D.T
    g_mu = gz + slope(lambda v: 0.5 * v**2 / n, mu)
    g_lv = gz * slope(lambda v: torch.exp(v / 2) * eps, lv) + slope(lambda v: 0.5 * (v.exp() - v) / n, lv)
    return torch.cat([(E - lr * x.T @ torch.cat([g_mu, g_lv], 1)).flatten(), (D - lr * z.T @ g).flatten()])
