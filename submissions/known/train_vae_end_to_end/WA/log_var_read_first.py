# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    log_var, mu = (x @ w_enc).split(k, dim=1)   # encoder gives (log_var, mu)
    s = torch.exp(log_var / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    g_lv = gz * s * eps / 2 + (s * s - 1) / (2 * n)
    g_mu = gz + mu / n
    g_enc = x.T @ torch.cat([g_lv, g_mu], dim=1)
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * z.T @ g).flatten()])
