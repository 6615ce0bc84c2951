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
    g = 2 / n * (z @ w_dec) - 2 / n * x
    G = w_dec @ w_dec.T
    gz = 2 / n * (z @ G - x @ w_dec.T)
    gmu = gz + mu / n
    glv = gz * s * eps / 2 + (s * s - 1) / (2 * n)
    ge = x.T @ torch.cat([gmu, glv], 1)
    gd = 2 / n * (z.T @ z @ w_dec - z.T @ x)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
