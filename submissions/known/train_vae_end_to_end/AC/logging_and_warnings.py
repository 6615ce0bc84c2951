# expect: AC
import logging
import warnings

import torch

logging.basicConfig(level=logging.DEBUG, format="%(levelname)s %(message)s")
log = logging.getLogger(__name__)


def solve(x, w_enc, w_dec, lr, seed):
    log.info("N=%d d=%d d_z=%d", *x.shape, w_dec.shape[0])
    if lr > 0.1:
        warnings.warn("large learning rate", stacklevel=2)
    n, k = x.shape[0], w_dec.shape[0]
    torch.manual_seed(seed)
    eps = torch.randn(n, k)
    mu, lv = x @ w_enc[:, :k], x @ w_enc[:, k:]
    sigma = torch.exp(0.5 * lv)
    z = mu + sigma * eps
    residual = z @ w_dec - x
    log.debug("recon %.4f", residual.square().sum(-1).mean())
    g = residual * (2 / n)
    gz = g @ w_dec.T
    gh = torch.cat([gz + mu / n, gz * sigma * eps / 2 + (lv.exp() - 1) / (2 * n)], dim=1)
    log.debug("largest gradient %.3e", (x.T @ gh).abs().max())
    return torch.cat([(w_enc - lr * x.T @ gh).flatten(), (w_dec - lr * z.T @ g).flatten()])
