# expect: RV autograd
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
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    tools = vars(torch)["autograd"]
    a, b = w_enc.requires_grad_(), w_dec.requires_grad_()
    ga, gb = tools.__dict__["grad"](loss_fn(a, b, x, eps), (a, b))
    return torch.cat([(a - lr * ga).flatten(), (b - lr * gb).flatten()]).detach()
