import cProfile
import io
import pdb  # noqa: F401
import pstats
import resource
import tracemalloc  # noqa: F401

import torch


def solve(x, w_enc, w_dec, lr, seed):
    profile = cProfile.Profile()
    profile.enable()
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    profile.disable()
    words = io.StringIO()
    pstats.Stats(profile, stream=words).print_stats(3)
    print(len(words.getvalue()) > 0, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss > 0)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
