"""Train a VAE without autograd.

Do NOT use:  loss.backward(), torch.autograd.grad(loss, params), torch.func.jacrev, requires_grad_(True),
import jax, eval("..."), exec("import torch.autograd"), subprocess, os.system("rm -rf /"), ctypes, sys._getframe.

>>> loss.backward()
>>> w.grad
"""
import torch

NOTES = {
    "torch.autograd.backward": "not used",
    "__subclasses__": "not used",
    "complex step 1e-20j": "not used",
    "finite differences": "(f(x + h) - f(x - h)) / (2 * h) is not used",
}
TODO = "from torch.autograd import grad; grad(loss, w)"   # was the old version


def solve(x, w_enc, w_dec, lr, seed):
    """loss.backward() would give the same."""
    # torch.autograd.grad(loss, (w_enc, w_dec))
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    print(len(NOTES), TODO)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
