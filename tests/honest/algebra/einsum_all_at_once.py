import torch

e = torch.einsum


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    w = w_enc.reshape(-1, 2, k)
    mu, lv = e("nd,dhk->hnk", x, w)
    s = e("nk->nk", torch.exp(lv / 2))
    z = mu + e("nk,nk->nk", s, eps)
    r = e("nk,kd->nd", z, w_dec) - x
    a = e("nd,kd->nk", r, w_dec) * 2 / n
    b = torch.stack([a + mu / n, e("nk,nk,nk->nk", a, s, eps) / 2 + (e("nk,nk->nk", s, s) - 1) / (2 * n)])
    ge = e("nd,hnk->dhk", x, b)
    gd = e("...k,...d->kd", z, r) * 2 / n
    return torch.cat([(w - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
