# expect: TLE slow
import torch

def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def numerical(f, w, h=1e-5):
    g = torch.zeros_like(w)
    for i in range(w.numel()):
        e = torch.zeros(w.numel(), dtype=w.dtype)
        e[i] = h
        e = e.view_as(w)
        g.view(-1)[i] = (f(w + e) - f(w - e)) / (2 * h)
    return g


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0]).double()
    x, w_enc, w_dec = x.double(), w_enc.double(), w_dec.double()
    g_enc = numerical(lambda w: loss_fn(w, w_dec, x, eps), w_enc)
    g_dec = numerical(lambda w: loss_fn(w_enc, w, x, eps), w_dec)
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
