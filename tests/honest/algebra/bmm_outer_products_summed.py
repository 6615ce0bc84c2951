import torch
from torch import Tensor


def solve(x: Tensor, w_enc: Tensor, w_dec: Tensor, lr: float, seed: int) -> Tensor:
    torch.manual_seed(seed)
    b, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(b, k)
    row = x.unsqueeze(1)                                  # (b, 1, d)
    h = torch.bmm(row, w_enc.expand(b, -1, -1)).squeeze(1)
    mu, lv = h[..., :k], h[..., k:]
    std = torch.exp(lv / 2)
    z = (mu + std * eps).unsqueeze(1)
    g = (torch.bmm(z, w_dec.expand(b, -1, -1)) - row) * 2 / b
    g_dec = torch.bmm(z.transpose(1, 2), g).sum(0)
    gz = torch.bmm(g, w_dec.t().expand(b, -1, -1)).squeeze(1)
    gh = torch.cat((gz + mu / b, gz * std * eps / 2 + (std.square() - 1) / (2 * b)), -1)
    g_enc = torch.zeros_like(w_enc)
    for start in range(0, b, 16):                         # memory: sixteen outer products at a time
        part = slice(start, start + 16)
        g_enc += torch.bmm(x[part].unsqueeze(2), gh[part].unsqueeze(1)).sum(0)
    return torch.cat([(w_enc - lr * g_enc).view(-1), (w_dec - lr * g_dec).view(-1)])
