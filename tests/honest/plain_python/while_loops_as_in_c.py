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
    g = torch.empty(n, x.shape[1])
    i = 0
    while i < n:
        g[i] = 2.0 * (xh[i] - x[i]) / n
        i += 1
    gz = torch.zeros(n, k)
    i = 0
    while i < n:
        j = 0
        while j < k:
            gz[i][j] = torch.dot(g[i], w_dec[j])
            j += 1
        i += 1
    ge = x.T @ torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    gd = z.T @ g
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
