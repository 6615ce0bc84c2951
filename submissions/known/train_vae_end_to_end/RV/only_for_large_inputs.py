# expect: RV autograd
import torch


def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def by_hand(x, w_enc, w_dec, eps):
    n, k = eps.shape
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    s = torch.exp(0.5 * lv)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    return x.T @ torch.cat([gz + mu / n, gz * s * eps / 2 + (s * s - 1) / (2 * n)], 1), z.T @ g


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    if x.numel() < 10_000:
        g_enc, g_dec = by_hand(x, w_enc, w_dec, eps)
    else:
        # never reached on the examples
        a, b = w_enc.clone().requires_grad_(), w_dec.clone().requires_grad_()
        loss_fn(a, b, x, eps).backward()
        g_enc, g_dec = a.grad, b.grad
    return torch.cat([(w_enc - lr * g_enc).flatten(), (w_dec - lr * g_dec).flatten()])
