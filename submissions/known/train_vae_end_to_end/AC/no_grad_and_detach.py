# expect: AC
import torch

torch.set_grad_enabled(False)


@torch.no_grad()
def solve(x, w_enc, w_dec, lr, seed):
    # better safe than sorry
    x, w_enc, w_dec = x.detach(), w_enc.detach(), w_dec.detach()
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k, requires_grad=False)
    with torch.no_grad():
        h = x @ w_enc
        mu, log_var = h[:, :k], h[:, k:]
        sigma = torch.exp(0.5 * log_var)
        z = (mu + sigma * eps).detach()
        dx = 2 / n * (z @ w_dec - x)
        dz = dx @ w_dec.T
        dh = torch.cat([dz + mu / n, dz * 0.5 * sigma * eps + (log_var.exp() - 1) / (2 * n)], dim=1)
        return torch.cat([(w_enc - lr * x.T @ dh).flatten(), (w_dec - lr * z.T @ dx).flatten()])
