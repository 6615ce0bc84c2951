import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k, d = x.shape[0], *w_dec.shape
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h.tensor_split((k,), dim=1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    # one product of stacked rows against a block matrix gives both gradients
    both = torch.cat([x, z], 1).T @ torch.cat([gh, g], 1)
    ge, gd = both[:d, : 2 * k], both[d:, 2 * k :]
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
