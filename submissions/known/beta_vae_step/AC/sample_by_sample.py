# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, beta, seed):
    n, k = len(x), len(w_dec)
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    g_enc, g_dec = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    for i in range(n):
        h = w_enc.T @ x[i]
        mu, lv = h[:k], h[k:]
        s = torch.exp(lv / 2)
        z = mu + s * eps[i]
        r = 2 * (w_dec.T @ z - x[i])
        dz = w_dec @ r
        g_dec += torch.outer(z, r) / n
        g_enc += torch.outer(x[i], torch.cat([dz + beta * mu, dz * s * eps[i] / 2 + beta * (s * s - 1) / 2])) / n
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
