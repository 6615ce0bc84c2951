import torch
def loss(a):
    return (a * a).sum()

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
    gz = g @ w_dec.T
    gmu = gz + mu / n
    glv = gz * s * eps / 2 + (s * s - 1) / (2 * n)
    ge = x.T @ torch.cat([gmu, glv], 1)
    gd = z.T @ g
    change = (loss(w_enc - lr * ge) - loss(w_enc)) / (loss(w_enc) + 1e-8)
    print(change.item())
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
