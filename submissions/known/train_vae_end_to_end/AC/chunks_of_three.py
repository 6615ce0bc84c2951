# expect: AC
import torch

CHUNK = 3


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    ge, gd = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    # small memory: never more than CHUNK rows at a time. n stays the FULL batch size
    for start in range(0, n, CHUNK):
        xb = x[start:start + CHUNK]
        eb = eps[start:start + CHUNK]
        hb = xb @ w_enc
        mu, lv = hb[:, :k], hb[:, k:]
        sd = torch.exp(lv / 2)
        zb = mu + sd * eb
        gb = (zb @ w_dec - xb) * 2 / n
        gz = gb @ w_dec.T
        gd += zb.T @ gb
        ge += xb.T @ torch.cat([gz + mu / n, gz * sd * eb / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
