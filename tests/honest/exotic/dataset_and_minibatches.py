import torch
from torch.utils.data import DataLoader, TensorDataset


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    ge, gd = torch.zeros_like(w_enc), torch.zeros_like(w_dec)
    for xb, eb in DataLoader(TensorDataset(x, eps), batch_size=3, shuffle=False):
        mu, lv = (xb @ w_enc).chunk(2, 1)
        s = torch.exp(lv / 2)
        z = mu + s * eb
        g = 2 / n * (z @ w_dec - xb)
        b = g @ w_dec.T
        ge += xb.T @ torch.cat([b + mu / n, b * s * eb / 2 + (s * s - 1) / (2 * n)], 1)
        gd += z.T @ g
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * gd).flatten()])
