import torch
from torch import nn


class MatMul(nn.Module):
    def __init__(self, w):
        super().__init__()
        self.w = w

    def forward(self, a):
        return a @ self.w

    def extra_repr(self):
        return str(tuple(self.w.shape))


def solve(x, w_enc, w_dec, lr, seed):
    encoder = nn.Sequential(nn.Identity(), MatMul(w_enc), nn.Dropout(0.5)).eval()
    print(encoder)
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = encoder(x).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    criterion = nn.MSELoss(reduction="sum")
    xhat = MatMul(w_dec)(z)
    print("recon", criterion(xhat, x).item() / n)
    g = 2 / n * (xhat - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
