# expect: WA scaled
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    sigma = torch.exp(0.5 * lv)
    z = mu + sigma * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    g_mu = gz + mu / n
    # gradient with respect to log sigma (dropped the 1/2 everywhere, it is only a constant)
    g_lv = gz * sigma * eps + (sigma**2 - 1) / n
    gh = torch.cat([g_mu, g_lv], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
