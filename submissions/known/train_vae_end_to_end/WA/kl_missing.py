# expect: WA
import torch


# step on the reconstruction only, the KL is just a regularizer
def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    sigma = torch.exp(lv / 2)
    z = mu + sigma * eps
    dx = 2 / n * (z @ w_dec - x)
    dz = dx @ w_dec.t()
    dh = torch.cat([dz, dz * sigma * eps / 2], dim=1)
    return torch.cat([(w_enc - lr * x.t() @ dh).reshape(-1), (w_dec - lr * z.t() @ dx).reshape(-1)])
