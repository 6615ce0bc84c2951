import fnmatch
import glob
import gzip  # noqa: F401
import os
import shutil  # noqa: F401
import tempfile  # noqa: F401
from pathlib import Path

import torch

DATA = Path("data")
FOUND = sorted(glob.glob("*.npz"))


def solve(x, w_enc, w_dec, lr, seed):
    if FOUND or DATA.exists() or os.path.isfile("weights.pt"):
        raise RuntimeError("there should be nothing here")
    assert fnmatch.fnmatch("w_enc", "w_*")
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
