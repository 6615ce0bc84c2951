# expect: WA
import torch


def solve(x, w_enc, w_dec, lr, seed):
    N, K = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    perm = torch.randperm(N)           # shuffle the batch first, like a data loader would
    x = x[perm]
    eps = torch.randn(N, K)
    h = x @ w_enc
    mu, lv = h[:, :K], h[:, K:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / N * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / N, gz * s * eps / 2 + (lv.exp() - 1) / (2 * N)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
