# expect: AC
import torch


def solve(x, w_enc, w_dec, lr, seed):
    w_enc = w_enc.clone()
    w_dec = w_dec.clone()
    n, k = len(x), len(w_dec)
    torch.manual_seed(seed)
    eps = torch.empty(n, k).normal_()
    h = x @ w_enc
    mu, log_var = h[..., :k], h[..., k:]
    sigma = log_var.mul(0.5).exp_()
    z = torch.addcmul(mu, sigma, eps)
    d_xhat = z.matmul(w_dec).sub_(x).mul_(2 / n)
    d_z = d_xhat.matmul(w_dec.t())
    d_h = torch.empty_like(h)
    d_h[..., :k] = d_z + mu / n
    d_h[..., k:] = d_z.mul(sigma).mul_(eps).mul_(0.5)
    d_h[..., k:] += torch.expm1(log_var) / (2 * n)
    w_enc.sub_(x.t() @ d_h, alpha=lr)
    w_dec.sub_(z.t() @ d_xhat, alpha=lr)
    return torch.cat([w_enc.view(-1), w_dec.view(-1)])
