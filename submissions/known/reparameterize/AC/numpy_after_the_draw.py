# expect: AC
import numpy as np
import torch


def solve(mu, log_var, grad_z, seed):
    torch.manual_seed(seed)
    eps = torch.randn_like(mu).numpy().astype(np.float64)
    m, lv, g = (np.asarray(a, dtype=np.float64) for a in (mu, log_var, grad_z))
    var = np.exp(lv)
    # d sigma / d var = 1 / (2 sigma), d var / d log_var = var
    d_var = g * eps / (2 * np.sqrt(var))
    return {"z": m + np.sqrt(var) * eps, "d_mu": g, "d_log_var": d_var * var}
