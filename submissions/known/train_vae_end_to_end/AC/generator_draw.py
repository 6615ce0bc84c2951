# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    gen = torch.Generator().manual_seed(seed)      # same stream as torch.manual_seed, but private
    eps = torch.randn(n, k, generator=gen)
    mu, lv = torch.tensor_split(x @ w_enc, 2, dim=1)
    z = torch.addcmul(mu, torch.exp(0.5 * lv), eps)
    dev = z - mu                                    # = sigma * eps
    g = (z @ w_dec - x).mul(2).div(n)
    gz = g @ w_dec.mT
    gh = torch.cat([gz + mu / n, 0.5 * gz * dev + (torch.exp(lv) - 1) / (2 * n)], dim=1)
    return torch.cat([torch.sub(w_enc, x.mT @ gh, alpha=lr).flatten(), torch.sub(w_dec, z.mT @ g, alpha=lr).flatten()])
