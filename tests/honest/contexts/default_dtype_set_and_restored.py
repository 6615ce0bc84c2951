import contextlib

import torch


@contextlib.contextmanager
def double_precision():
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    torch.set_printoptions(precision=8, sci_mode=False)
    with double_precision():
        X, E, D, e = (torch.tensor(t.tolist()) for t in (x, w_enc, w_dec, eps))
        mu, lv = (X @ E).chunk(2, 1)
        s = torch.exp(lv / 2)
        z = mu + s * e
        g = 2 / n * (z @ D - X)
        b = g @ D.T
        gh = torch.cat([b + mu / n, b * s * e / 2 + (s * s - 1) / (2 * n)], 1)
        out = torch.cat([(E - lr * X.T @ gh).flatten(), (D - lr * z.T @ g).flatten()])
    torch.set_printoptions(profile="default")
    return out.float()
