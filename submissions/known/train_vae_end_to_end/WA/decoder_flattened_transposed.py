# expect: WA transposed
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    D = w_dec.T                        # (d, d_z), as nn.Linear stores it
    g = 2 / n * (z @ D.T - x)
    gz = g @ D
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    D = D - lr * g.T @ z
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), D.flatten()])
