import numpy as np
from numpy.testing import assert_allclose
from numpy.typing import NDArray

import torch

def flat(*parts: "NDArray[np.float32]") -> "NDArray[np.float32]":
    return np.concatenate([part.ravel() for part in parts])


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    assert_allclose((z @ w_dec).numpy(), z.numpy() @ w_dec.numpy(), rtol=1e-3, atol=1e-4)
    np.testing.assert_equal(ge.shape, w_enc.shape)
    enc, dec = (w_enc - lr * ge).numpy(), (w_dec - lr * z.T @ g).numpy()
    return flat(enc, dec)
