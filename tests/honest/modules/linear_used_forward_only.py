import torch
import torch.nn as nn


@torch.no_grad()
def solve(x, w_enc, w_dec, lr, seed):
    n, d = x.shape
    k = w_dec.shape[0]
    encoder = nn.Linear(d, 2 * k, bias=False)
    decoder = nn.Linear(k, d, bias=False)
    encoder.weight.copy_(w_enc.T)
    decoder.weight.copy_(w_dec.T)
    torch.manual_seed(seed)              # after the layers, which draw for themselves
    eps = torch.randn(n, k)
    mu, lv = encoder(x).chunk(2, dim=-1)
    std = lv.div(2).exp()
    z = mu + std * eps
    g = 2 / n * (decoder(z) - x)
    gz = g @ decoder.weight
    gh = torch.cat([gz + mu / n, gz * std * eps / 2 + (std**2 - 1) / (2 * n)], 1)
    encoder.weight -= lr * (gh.T @ x)
    decoder.weight -= lr * (g.T @ z)
    return torch.cat([encoder.weight.T.reshape(-1), decoder.weight.T.reshape(-1)])
