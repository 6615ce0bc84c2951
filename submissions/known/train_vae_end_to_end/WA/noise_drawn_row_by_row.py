# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    g_enc = torch.zeros_like(w_enc)
    g_dec = torch.zeros_like(w_dec)
    for i in range(n):
        h = x[i] @ w_enc
        mu, lv = h[:k], h[k:]
        eps = torch.randn(k)          # fresh noise for every sample
        s = torch.exp(lv / 2)
        z = mu + s * eps
        r = 2 / n * (z @ w_dec - x[i])
        dz = w_dec @ r
        g_dec += torch.outer(z, r)
        g_enc += torch.outer(x[i], torch.cat([dz + mu / n, dz * s * eps / 2 + (s**2 - 1) / (2 * n)]))
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
