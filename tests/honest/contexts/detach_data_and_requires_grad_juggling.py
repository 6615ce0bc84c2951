import torch


def solve(x, w_enc, w_dec, lr, seed):
    x = x.detach().clone()
    w_enc.requires_grad_(False)
    w_dec.requires_grad = False
    E, D = w_enc.data.clone(), w_dec.data
    assert E.grad is None and E.grad_fn is None and E.is_leaf and not E.requires_grad
    torch.manual_seed(seed)
    n, k = x.shape[0], D.shape[0]
    eps = torch.randn(n, k, requires_grad=False)
    mu, lv = (x @ E).detach().chunk(2, 1)
    s = torch.exp(lv / 2).detach_()
    z = mu + s * eps
    g = (2 / n * (z @ D - x)).detach()
    b = g @ D.T
    gE = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(E - lr * gE).flatten(), (D - lr * z.T @ g).flatten()]).detach().clone()
