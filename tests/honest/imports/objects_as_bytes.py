import ast
import codecs
import pickle

import torch

SETTINGS = ast.literal_eval("{'two': 2.0}")


def solve(x, w_enc, w_dec, lr, seed):
    lr, seed = pickle.loads(pickle.dumps((lr, seed)))
    assert codecs.decode(codecs.encode("step", "utf-8"), "utf-8") == "step"
    assert SETTINGS["two"] == 2.0
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
