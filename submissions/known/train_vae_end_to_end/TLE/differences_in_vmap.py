# expect: TLE slow
import torch

def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double()
    x = x.double()
    n_enc = w_enc.numel()
    theta = torch.cat([w_enc.flatten(), w_dec.flatten()]).double()

    def f(t):
        return loss_fn(t[:n_enc].view(w_enc.shape), t[n_enc:].view(w_dec.shape), x, eps)

    def slope(i):
        e = (torch.arange(theta.numel()) == i) * 1e-5
        return (f(theta + e) - f(theta - e)) / 2e-5

    # all parameters at once, 8 at a time so that it fits
    g = torch.cat([torch.vmap(slope)(i) for i in torch.arange(theta.numel()).split(8)])
    return theta - lr * g
