# expect: AC
import torch


def solve(x, w_enc, w_dec, seed):
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k, generator=torch.Generator().manual_seed(seed)).double()
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()
    m = torch.einsum("nd,dk->nk", x, w_enc[:, :k])
    s = torch.einsum("nd,dk->nk", x, w_enc[:, k:]).div(2).exp()
    r = torch.einsum("nk,kd->nd", m + s * eps, w_dec) - x
    recon = torch.einsum("nd,nd->", r, r) / n
    # s^2 - log s^2 - 1, by the library's own exp(a) - 1
    kl = (torch.einsum("nk,nk->", m, m) + torch.sum(torch.expm1(2 * s.log()) - 2 * s.log())) / (2 * n)
    return {"loss": recon + kl, "recon": recon, "kl": kl}
