# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n = x.shape[0]
    k = w_dec.shape[0]
    w_mu = w_enc[:, :k].clone()
    w_lv = w_enc[:, k:].clone()

    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu = x @ w_mu
    lv = x @ w_lv
    std = torch.exp(0.5 * lv)
    z = mu + std * eps
    diff = z @ w_dec - x

    # reconstruction part
    dz = 2 / n * diff @ w_dec.T
    new_mu = w_mu - lr * x.T @ dz
    new_lv = w_lv - lr * x.T @ (dz * 0.5 * std * eps)
    # KL part, on its own
    new_mu = new_mu - lr * x.T @ (mu / n)
    new_lv = new_lv - lr * x.T @ ((std.pow(2) - 1) / (2 * n))

    new_dec = w_dec - lr * 2 / n * z.T @ diff
    return torch.cat([torch.cat([new_mu, new_lv], dim=1).flatten(), new_dec.flatten()])
