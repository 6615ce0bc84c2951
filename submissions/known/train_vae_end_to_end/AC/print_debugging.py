# expect: AC
import sys

import torch


def solve(x, w_enc, w_dec, lr, seed):
    print("shapes:", x.shape, w_enc.shape, w_dec.shape, "lr", lr, "seed", seed)
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    print("eps[0] =", eps[0])
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    sigma = torch.exp(0.5 * lv)
    z = mu + sigma * eps
    xhat = z @ w_dec
    print("recon", ((xhat - x) ** 2).sum(-1).mean().item(), file=sys.stderr)
    g = 2 / n * (xhat - x)
    gz = g @ w_dec.T
    print(">>> gz", gz.abs().max())
    gh = torch.cat([gz + mu / n, gz * sigma * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    print("HERE!!!", flush=True)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
