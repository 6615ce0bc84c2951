# expect: AC
import math

import torch


def solve(mu, log_var, grad_z, seed):
    torch.manual_seed(seed)
    eps = torch.randn(mu.shape).tolist()
    z, d = [], []
    for m, lv, g, e in zip(mu.tolist(), log_var.tolist(), grad_z.tolist(), eps):
        z.append([a + math.exp(b / 2) * c for a, b, c in zip(m, lv, e)])
        d.append([s * math.exp(b / 2) * c / 2 for b, s, c in zip(lv, g, e)])
    return {"z": torch.tensor(z), "d_mu": grad_z, "d_log_var": torch.tensor(d)}
