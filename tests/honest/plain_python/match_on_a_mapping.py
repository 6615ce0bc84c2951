import torch

def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    xh = z @ w_dec
    g = 2 / n * (xh - x)
    match {'gz': g @ w_dec.T, 'gd': z.T @ g}:
        case {'gz': gz, 'gd': gd, **rest}:
            ge = x.T @ torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
