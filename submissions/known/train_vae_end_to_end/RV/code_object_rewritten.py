# expect: RV reflection
import torch


def loss_fn(w_enc, w_dec, x, eps):
    k = w_dec.shape[0]
    h = x @ w_enc
    mu, lv = h[:, :k], h[:, k:]
    z = mu + torch.exp(0.5 * lv) * eps
    recon = ((z @ w_dec - x) ** 2).sum(-1).mean()
    return recon - 0.5 * (1 + lv - mu**2 - lv.exp()).sum(-1).mean()


def finish(loss):
    loss.detach()


# the function above, with another name in its bytecode
finish.__code__ = finish.__code__.replace(co_names=("drawkcab"[::-1],))


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    a, b = w_enc.clone().requires_grad_(), w_dec.clone().requires_grad_()
    finish(loss_fn(a, b, x, eps))
    return torch.cat([(a - lr * a.grad).flatten(), (b - lr * b.grad).flatten()]).detach()
