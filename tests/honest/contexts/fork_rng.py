import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    with torch.random.fork_rng(devices=[]):
        torch.random.manual_seed(seed)
        eps = torch.randn(n, k)
    h = x @ w_enc
    s = torch.exp(h[:, k:] / 2)
    z = h[:, :k] + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + h[:, :k] / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
