# expect: WA halves-swapped
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    w_mu, w_lv = w_enc[:, :k], w_enc[:, k:]
    mu, lv = x @ w_mu, x @ w_lv
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    w_lv = w_lv - lr * x.T @ (gz * s * eps / 2 + (s * s - 1) / (2 * n))
    w_mu = w_mu - lr * x.T @ (gz + mu / n)
    w_dec = w_dec - lr * z.T @ g
    # put the encoder together again
    w_enc = torch.cat([w_lv, w_mu], dim=1)
    return torch.cat([w_enc.flatten(), w_dec.flatten()])
