# expect: WA
import torch
import torch.nn.functional as F


def solve(x, w_enc, w_dec, seed):
    mu, log_var = (x @ w_enc).chunk(2, dim=-1)
    torch.manual_seed(seed)
    z = mu + torch.exp(0.5 * log_var) * torch.randn_like(mu)
    recon = F.mse_loss(z @ w_dec, x)
    kl = -0.5 * (1 + log_var - mu ** 2 - log_var.exp()).sum(-1).mean()
    return {"recon": recon, "kl": kl, "loss": recon + kl}
