import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    left = torch.arange(k).expand(n, k)
    right = left + k
    h = x.matmul(w_enc)
    mu, lv = h.gather(1, left), h.gather(1, right)
    var = lv.exp()
    std = var.sqrt()
    z = mu + std * eps
    diff = z.matmul(w_dec) - x
    pull = diff.matmul(w_dec.mT) * 2 / n
    gh = torch.empty_like(h).scatter_(1, left, pull + mu / n)
    gh = gh.scatter(1, right, pull * std * eps / 2)
    gh = gh.scatter_add(1, right, (var - 1) / n / 2)
    new_e = w_enc - lr * x.mT.matmul(gh)
    new_d = w_dec - lr * 2 / n * z.mT.matmul(diff)
    return torch.cat((new_e.reshape(-1), new_d.reshape(-1)))
