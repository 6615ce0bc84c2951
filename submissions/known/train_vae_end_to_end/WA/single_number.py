# expect: WA shape
import torch


def solve(x, w_enc, w_dec, lr, seed):
    # returns the loss, I think that is what is asked
    k = w_dec.shape[0]
    torch.manual_seed(seed)
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * torch.randn(x.shape[0], k)
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    kl = -0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()
    return recon + kl
