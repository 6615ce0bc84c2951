# expect: WA
import numpy as np


def solve(x, mu, log_var, eps, W, b):
    x, mu, log_var, eps, W, b = (np.asarray(a, dtype=np.float64) for a in (x, mu, log_var, eps, W, b))
    z = mu + np.exp(log_var / 2) * eps
    a = z @ W + b
    recon = np.sum(np.logaddexp(0, a) - x * a)
    # log q(z) - log p(z) at the one sample
    kl = np.sum(-0.5 * (log_var + eps**2) + 0.5 * z**2)
    return {"z": z, "x_hat": 0.5 + 0.5 * np.tanh(a / 2), "recon": recon, "kl": kl, "total": recon + kl}
