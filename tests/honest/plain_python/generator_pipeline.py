import torch


def forward(x, w_enc, w_dec, eps):
    mu, lv = (x @ w_enc).chunk(2, 1)
    yield "mu", mu
    yield "lv", lv
    yield "s", (s := torch.exp(lv / 2))
    yield "z", (z := mu + s * eps)
    yield "xhat", z @ w_dec


def backward(x, w_enc, w_dec, eps):
    v = dict(forward(x, w_enc, w_dec, eps))
    n = len(x)
    g = 2 / n * (v["xhat"] - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + v["mu"] / n, gz * v["s"] * eps / 2 + (v["s"] ** 2 - 1) / (2 * n)], 1)
    yield from (x.T @ gh, v["z"].T @ g)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(len(x), len(w_dec))
    ge, gd = backward(x, w_enc, w_dec, eps)
    return torch.cat([t.flatten() for t in (w_enc - lr * ge, w_dec - lr * gd)])
