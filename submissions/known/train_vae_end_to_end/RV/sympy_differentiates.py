# expect: RV symbolic
import sympy as sp
import torch

# let sympy do the scalar calculus, then lambdify
m, l, e, n = sp.symbols("m l e n")
Z = m + sp.exp(l / 2) * e
KL = -(1 + l - m**2 - sp.exp(l)) / (2 * n)
dz_dl = sp.lambdify((l, e), sp.diff(Z, l), {"exp": torch.exp})
dkl_dm = sp.lambdify((m, n), sp.diff(KL, m))
dkl_dl = sp.lambdify((l, n), sp.diff(KL, l), {"exp": torch.exp})


def solve(x, w_enc, w_dec, lr, seed):
    N, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(N, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(lv / 2) * eps
    g = 2 / N * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + dkl_dm(mu, N), gz * dz_dl(lv, eps) + dkl_dl(lv, N)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
