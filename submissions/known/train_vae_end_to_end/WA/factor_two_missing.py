# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).split(k, 1)
    std = (0.5 * lv).exp()
    z = mu + std * eps
    diff = (z @ w_dec - x) / n     # derivative of 1/2 |x_hat - x|^2, like in every textbook
    back = diff @ w_dec.T
    g_mu = back + mu / n
    g_lv = back * std * eps * 0.5 + (lv.exp() - 1) / (2 * n)
    w_enc = w_enc - lr * x.T @ torch.cat([g_mu, g_lv], 1)
    w_dec = w_dec - lr * z.T @ diff
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
