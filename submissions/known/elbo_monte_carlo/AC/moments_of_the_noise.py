# expect: AC
import torch


def solve(x, w_enc, w_dec, L, seed):
    # |r + (s*e) W|^2 = |r|^2 + 2 r.((s*e) W) + |(s*e) W|^2, averaged over e
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(L, n, k, generator=torch.Generator().manual_seed(seed)).double()
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()
    mu, lv = torch.split(x @ w_enc, k, dim=1)
    s = torch.exp(lv / 2)
    r = mu @ w_dec - x
    first = s * eps.mean(0)
    second = torch.einsum("sni,snj->nij", s * eps, s * eps) / L
    recon = (r * r).sum() + 2 * (r * (first @ w_dec)).sum() + torch.einsum("nij,ij->", second, w_dec @ w_dec.T)
    return (recon + (mu ** 2 + torch.expm1(lv) - lv).sum() / 2) / n
