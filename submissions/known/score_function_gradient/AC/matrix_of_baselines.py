# expect: AC
import numpy as np
import torch


def solve(mu, log_var, a, n, seed, baseline):
    torch.manual_seed(seed)
    eps = torch.randn(n, mu.numel()).numpy()
    mu, lv, a = (np.asarray(t) for t in (mu, log_var, a))
    z = mu + np.exp(lv / 2) * eps
    f = np.einsum("ij,ij->i", z - a, z - a)
    # row i says with which weights all values enter sample i
    mix = {
        "none": lambda: np.eye(n),
        "mean": lambda: np.eye(n) - 1 / n,
        "leave_one_out": lambda: (n * np.eye(n) - 1) / (n - 1),
    }[baseline]()
    w = mix @ f / n
    return {"d_mu": w @ ((z - mu) * np.exp(-lv)), "d_log_var": w @ ((z - mu) ** 2 * np.exp(-lv) - 1) / 2}
