# expect: WA
import torch


def solve(x, w_enc, w_dec, L, seed):
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    eps = torch.randn(L, *mu.shape)
    z = (mu + torch.exp(0.5 * log_var) * eps).mean(0)
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    kl = -0.5 * (1 + log_var - mu ** 2 - log_var.exp()).sum(-1).mean()
    return recon + kl
