# expect: AC
import torch


def solve(x, w_enc, w_dec, K, seed):
    """log q keeps its two ways: through z, and directly. They nearly cancel."""
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(K, n, k, generator=torch.Generator().manual_seed(seed)).double()
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()
    mu, lv = torch.split(x @ w_enc, k, dim=1)
    var = lv.exp()
    z = mu + var.sqrt() * eps
    xh = torch.einsum("snk,kd->snd", z, w_dec)
    log_q = -0.5 * ((z - mu) ** 2 / var + lv).sum(-1)
    log_p = -0.5 * (z ** 2).sum(-1) - 0.5 * ((x - xh) ** 2).sum(-1)
    log_w = log_p - log_q
    share = torch.exp(log_w - torch.logsumexp(log_w, 0))[..., None]

    dlogw_dz = torch.einsum("snd,kd->snk", x - xh, w_dec) - z + (z - mu) / var
    up_mu = dlogw_dz - (z - mu) / var
    up_lv = dlogw_dz * (z - mu) / 2 - ((z - mu) ** 2 / var - 1) / 2
    g = -torch.cat([(share * up_mu).sum(0), (share * up_lv).sum(0)], 1) / n
    g_dec = -torch.einsum("snk,snd->kd", share * z, x - xh) / n
    return {"d_w_enc": torch.einsum("nd,nk->dk", x, g), "d_w_dec": g_dec}
