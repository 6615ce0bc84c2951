# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)

    enc, dec = torch.zeros(d, 2 * k), torch.zeros(k, d)
    for xi, ei in zip(x, eps):
        mu, lv = xi @ w_enc[:, :k], xi @ w_enc[:, k:]
        sd = torch.exp(0.5 * lv)
        zi = mu + sd * ei
        err = 2 * (zi @ w_dec - xi)
        dec = dec + zi[:, None] * err[None, :]
        back = w_dec @ err
        dh = torch.cat([back + mu, back * ei * sd / 2 + (torch.exp(lv) - 1) / 2])
        enc = enc + xi[:, None] * dh[None, :]

    # everything above was a sum, so divide by n at the very end
    return torch.cat([(w_enc - lr * enc / n).flatten(), (w_dec - lr * dec / n).flatten()])
