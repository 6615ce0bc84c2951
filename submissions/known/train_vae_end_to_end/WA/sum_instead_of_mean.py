# expect: WA scaled
import torch


def solve(x, w_enc, w_dec, lr, seed):
    k = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    # loss = sum over everything
    g = 2 * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu, gz * s * eps / 2 + (s**2 - 1) / 2], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
