# expect: AC
import torch


def solve(x, w_enc, w_dec, K, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(K, n, k)
    g_enc, g_dec = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    for i in range(n):
        h = x[i] @ w_enc
        mu, lv, e = h[:k], h[k:], eps[:, i]
        move = torch.exp(lv / 2) * e
        z = mu + move
        r = z @ w_dec - x[i]
        s = torch.softmax(-0.5 * (r * r).sum(1) - 0.5 * (z * z - e * e).sum(1), dim=0)
        g_dec += (s[:, None] * z).T @ r / n
        up = r @ w_dec.T + z
        g_h = torch.cat([s @ up, s @ (up * move) / 2 - 0.5])
        g_enc += torch.outer(x[i], g_h) / n
    return {"d_w_enc": g_enc, "d_w_dec": g_dec}
