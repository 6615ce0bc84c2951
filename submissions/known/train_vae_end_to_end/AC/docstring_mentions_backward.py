# expect: AC
"""Train a VAE for one step.

With autograd this would be

    loss.backward()
    with torch.no_grad():
        w_enc -= lr * w_enc.grad

but the exercise wants the chain rule, so no torch.autograd.grad(loss, w_enc) here.
"""
import torch


def solve(x, w_enc, w_dec, lr, seed):
    """Replaces loss.backward() and optimizer.step()."""
    N = x.shape[0]
    d_z = w_dec.shape[0]
    mu, log_var = torch.split(x @ w_enc, d_z, dim=1)
    torch.manual_seed(seed)
    eps = torch.randn(N, d_z)
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    what = "loss.backward() would be shorter"  # noqa
    d_xhat = (2 / N) * (z @ w_dec - x)
    dz = d_xhat @ w_dec.T
    d_h = torch.cat([dz + mu / N, 0.5 * dz * sigma * eps + (sigma.square() - 1) / (2 * N)], dim=1)
    return torch.cat([(w_enc - lr * x.T @ d_h).flatten(), (w_dec - lr * z.T @ d_xhat).flatten()])
