# expect: RV autograd
import torch
from torch.func import grad, vmap


def sample_loss(w, x, e):
    a, b = w
    mu, lv = (x @ a).chunk(2)
    z = mu + torch.exp(lv / 2) * e
    return ((z @ b - x) ** 2).sum() - 0.5 * (1 + lv - mu**2 - lv.exp()).sum()


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    per_sample = vmap(grad(sample_loss), in_dims=(None, 0, 0))((w_enc, w_dec), x, eps)
    return torch.cat([(w - lr * g.mean(0)).flatten() for w, g in zip((w_enc, w_dec), per_sample)])
