import torch


def total(terms):
    # the last row of a running sum is the sum
    return torch.cumsum(terms, 0)[-1]


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = torch.split(x @ w_enc, [k, k], 1)
    s = torch.exp(lv * .5)
    z = mu + s * eps
    g = (z @ w_dec - x) * (2 / n)
    gz = g @ w_dec.T
    gh = torch.concat([gz + mu / n, gz * s * eps * .5 + (s * s - 1) * .5 / n], axis=1)
    ge = torch.stack([total(column[:, None] * gh) for column in x.T])
    gd = torch.stack([total(column[:, None] * g) for column in z.T])
    return torch.concat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
