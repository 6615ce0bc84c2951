# expect: WA
import torch


def solve(x, w_enc, w_dec, seed):
    mu, log_std = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    std = log_std.exp()
    z = mu + std * torch.randn_like(mu)
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    kl = 0.5 * (mu ** 2 + std ** 2 - 2 * log_std - 1).sum(-1).mean()
    return {"recon": recon, "kl": kl, "loss": recon + kl}
