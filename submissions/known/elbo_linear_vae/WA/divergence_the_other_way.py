# expect: WA
import torch
from torch.distributions import Normal, kl_divergence


def solve(x, w_enc, w_dec, seed):
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    std = torch.exp(0.5 * log_var)
    z = mu + std * torch.randn_like(mu)
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    p, q = Normal(torch.zeros_like(mu), torch.ones_like(mu)), Normal(mu, std)
    kl = kl_divergence(p, q).sum(-1).mean()
    return {"recon": recon, "kl": kl, "loss": recon + kl}
