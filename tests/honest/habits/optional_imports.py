try:
    import numpy as np
except ImportError:
    np = None
try:
    import torch
    from torch import Tensor
except ModuleNotFoundError as error:
    raise SystemExit("torch is needed") from error


def solve(x: "Tensor", w_enc: "Tensor", w_dec: "Tensor", lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    exp = torch.exp if np is None else (lambda t: torch.from_numpy(np.exp(t.numpy())))
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
