import torch
from torch.func import vmap


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = vmap(lambda r: r @ w_enc)(x)
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = vmap(torch.sub)(z @ w_dec, x) * 2 / n
    gz = vmap(lambda r: w_dec @ r)(g)
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (lv.exp() - 1) / (2 * n)], 1)
    column = vmap(torch.mv, in_dims=(None, 1), out_dims=1)
    return torch.cat([(w_enc - lr * column(x.T, gh)).flatten(), (w_dec - lr * column(z.T, g)).flatten()])
