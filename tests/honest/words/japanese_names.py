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
    # 誤差逆伝播
    勾配 = 2 / n * (xh - x)
    戻り = 勾配 @ w_dec.T
    ge = x.T @ torch.cat([戻り + mu / n, 戻り * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    gd = z.T @ 勾配
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
