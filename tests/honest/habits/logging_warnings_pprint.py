import logging
import sys
import warnings
from pprint import pformat, pprint

import torch

logging.basicConfig(level=logging.DEBUG, stream=sys.stdout, format="%(asctime)s %(name)s %(levelname)s %(message)s")
log = logging.getLogger(__name__)
warnings.filterwarnings("ignore", category=UserWarning)


def solve(x, w_enc, w_dec, lr, seed):
    log.info("shapes %s", pformat({"x": tuple(x.shape), "lr": lr}))
    torch.manual_seed(seed)
    n, k = x.shape[0], w_dec.shape[0]
    eps = torch.randn(n, k)
    mu, lv = (x @ w_enc).chunk(2, 1)
    s = torch.exp(lv / 2)
    z = mu + s * eps
    g = 2 / n * (z @ w_dec - x)
    pprint({"|g|": g.norm().item(), "mu": mu[:2]})
    if lr > 10:
        warnings.warn("a large step", RuntimeWarning, stacklevel=2)
    log.debug("eps %r", eps[:1])
    b = g @ w_dec.T
    ge = x.T @ torch.cat([b + mu / n, b * s * eps / 2 + (s * s - 1) / (2 * n)], 1)
    print(f"{'encoder':>10}: {ge.abs().max():.3e}", file=sys.stderr, flush=True)
    return torch.cat([(w_enc - lr * ge).flatten(), (w_dec - lr * z.T @ g).flatten()])
