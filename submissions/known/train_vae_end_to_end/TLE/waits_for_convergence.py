# expect: TLE slow
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    change = 1.0
    while change >= 0.0:      # train until nothing moves any more
        h = x @ w_enc
        mu, lv = h[:, :k], h[:, k:]
        s = torch.exp(0.5 * lv)
        z = mu + s * eps
        g = 2 / n * (z @ w_dec - x)
        gz = g @ w_dec.T
        gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
        new = w_enc - 1e-4 * x.T @ gh
        change = (new - w_enc).abs().max().item()
        w_enc, w_dec = new, w_dec - 1e-4 * z.T @ g
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
