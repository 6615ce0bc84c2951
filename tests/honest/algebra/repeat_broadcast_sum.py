import torch


def matmul(a, b):
    if a.shape[0] * a.shape[1] * b.shape[1] > 300_000:
        return a @ b
    return (a[:, :, None] * b[None, :, :]).sum(1)


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn((n, k), dtype=torch.float32)
    h = matmul(x, w_enc)
    mu, lv = h[:, 0:k], h[:, k : 2 * k]
    z = mu + (lv / 2).exp() * eps
    err = matmul(z, w_dec) - x
    back = matmul(err, w_dec.swapaxes(0, 1)) * (2 / n)
    gl = back * (z - mu) / 2 + ((z - mu) / eps).square().sub(1) / (2 * n)
    gh = torch.cat([back + mu / n, gl], 1)
    ge = matmul(x.swapaxes(0, 1), gh)
    gd = matmul(z.swapaxes(0, 1), err) * (2 / n)
    return torch.cat([torch.flatten(w_enc.sub(ge, alpha=lr)), torch.flatten(w_dec.sub(gd, alpha=lr))])
