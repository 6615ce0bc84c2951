# expect: WA
import torch
from torch.distributions import Normal


def solve(x, w_enc, w_dec, L, seed):
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    q = Normal(mu, torch.exp(0.5 * log_var))
    z = q.mean + q.stddev * torch.randn(L, *mu.shape)
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    kl = (q.log_prob(z) - Normal(0.0, 1.0).log_prob(z)).sum(-1).mean()
    return recon + kl
