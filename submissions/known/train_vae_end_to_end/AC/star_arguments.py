# expect: AC
import torch


def solve(*args, verbose=False):
    x, w_enc, w_dec, lr, seed = args
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn_like(x[:, :1].expand(n, k).contiguous())
    mu, lv = x @ w_enc[:, :k], x @ w_enc[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    if verbose:
        print(gz)
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
