import torch
from torch.linalg import multi_dot


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = torch.chunk(torch.mm(x, w_enc), 2, -1)
    std = torch.pow(torch.e, lv / 2)
    z = torch.add(mu, torch.mul(std, eps))
    resid = torch.sub(torch.mm(z, w_dec), x)
    left = torch.linalg.multi_dot([x.mT, resid, w_dec.mT]) * 2 / n + multi_dot([x.mT, mu]) / n
    gz = torch.chain_matmul(resid, w_dec.mT) if False else torch.mm(resid, w_dec.mT)
    right = x.mT @ (gz * std * eps / n + (std * std - 1) / (2 * n))
    enc = torch.column_stack((left, right))
    dec = torch.mm(z.mT, resid) * 2 / n
    return torch.concatenate([(w_enc - lr * enc).flatten(), (w_dec - lr * dec).flatten()])
