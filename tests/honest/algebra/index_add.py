import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu = h.index_select(1, torch.arange(k))
    lv = h.index_select(1, torch.arange(k, 2 * k))
    s = (0.5 * lv).exp()
    z = torch.add(mu, s * eps)
    g = torch.sub(z @ w_dec, x).mul(2).div(n)
    gz = g @ w_dec.t()
    gh = torch.zeros_like(h)
    gh.index_add_(1, torch.arange(k), gz)
    gh.index_add_(1, torch.arange(k), mu, alpha=1 / n)
    gh.index_add_(1, torch.arange(k, 2 * k), gz * s * eps, alpha=0.5)
    gh.index_add_(1, torch.arange(k, 2 * k), lv.expm1(), alpha=1 / (2 * n))
    return torch.cat([torch.addmm(w_enc, x.t(), gh, alpha=-lr).flatten(),
                      torch.addmm(w_dec, z.t(), g, alpha=-lr).flatten()])
