# expect: AC
import numpy as np


def solve(x, mu, log_var, eps, W, b):
    x, mu, log_var, eps, W, b = (np.asarray(a, dtype=np.float64) for a in (x, mu, log_var, eps, W, b))
    z = mu + np.sqrt(np.exp(log_var)) * eps
    a = W.T.dot(z) + b
    x_hat = 0.5 * (1 + np.tanh(a / 2))
    recon = np.sum(np.logaddexp(0, a) - x * a)
    kl = -0.5 * np.sum(1 + log_var - mu**2 - np.exp(log_var))
    return {"z": z, "x_hat": x_hat, "recon": recon, "kl": kl, "total": recon + kl}
