import torch
from torch.distributions import Independent, Normal, kl_divergence


def solve(x, w_enc, w_dec, lr, seed):
    n, k = x.shape[0], w_dec.shape[0]
    h = x @ w_enc
    q = Normal(h[:, :k], (h[:, k:] / 2).exp())
    prior = Normal(torch.zeros(n, k), torch.ones(n, k))
    torch.manual_seed(seed)
    z = q.rsample()                      # loc + scale * one draw of the same shape
    kl = kl_divergence(Independent(q, 1), Independent(prior, 1)).mean()
    g = 2 / n * (z @ w_dec - x)
    print("loss", float(((z @ w_dec - x) ** 2).sum(1).mean() + kl))
    gz = g @ w_dec.T
    gh = torch.cat([gz + q.mean / n, gz * (z - q.mean) / 2 + (q.variance - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
