# expect: AC
from torch import cat, einsum, exp, manual_seed, randn


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    manual_seed(seed)
    eps = randn(n, k)
    h = einsum("nd,dk->nk", x, w_enc)
    mu, lv = h.split(k, dim=1)
    s = exp(lv / 2)
    z = mu + s * eps
    g = (einsum("nk,kd->nd", z, w_dec) - x) * (2 / n)
    gz = einsum("nd,kd->nk", g, w_dec)
    gh = cat([gz + mu / n, 0.5 * gz * s * eps + (lv.exp() - 1) / (2 * n)], 1)
    return cat([
        (w_enc - lr * einsum("nd,nk->dk", x, gh)).flatten(),
        (w_dec - lr * einsum("nk,nd->kd", z, g)).flatten(),
    ])
