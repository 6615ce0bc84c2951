import struct

import numpy as np
import torch


def solve(x, w_enc, w_dec, lr, seed):
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    # round trips through bytes, which change nothing
    raw = memoryview(eps.numpy().tobytes()).cast("f")
    eps = torch.tensor(raw.tolist()).view(n, k)
    (lr,) = struct.unpack("<d", struct.pack("<d", lr))
    mu, lv = (x @ w_enc).chunk(2, dim=1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * s * eps / 2 + (s**2 - 1) / (2 * n)], 1)
    out = torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
    return np.frombuffer(bytearray(out.numpy().tobytes()), dtype=np.float32)
