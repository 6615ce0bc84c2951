# expect: AC
import torch


def grad(x, w_enc, w_dec, eps):
    """The gradient, by hand. Named like torch.autograd.grad, but it is not that."""
    n, k = eps.shape
    h = x @ w_enc
    mu, log_var = h[:, :k], h[:, k:]
    sigma = torch.exp(0.5 * log_var)
    z = mu + sigma * eps
    x_hat_grad = 2 * (z @ w_dec - x) / n
    z_grad = x_hat_grad @ w_dec.T
    backward = torch.cat([z_grad + mu / n, z_grad * sigma * eps / 2 + (torch.exp(log_var) - 1) / (2 * n)], 1)
    return {"w_enc": x.T @ backward, "w_dec": z.T @ x_hat_grad}


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    eps = torch.randn(x.shape[0], w_dec.shape[0])
    params = {"w_enc": w_enc, "w_dec": w_dec}
    autograd = grad(x, **params, eps=eps)
    for name in params:
        params[name] = params[name] - lr * autograd[name]
    return torch.cat([p.flatten() for p in params.values()])
