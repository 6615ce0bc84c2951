# expect: AC
import math

import torch


def solve(x, mu, log_var):
    rows = []
    for xs, ms, ls in zip(x.tolist(), mu.tolist(), log_var.tolist()):
        rows.append(math.fsum(-math.log(math.sqrt(2 * math.pi)) - lv / 2 - (a - m) ** 2 / (2 * math.exp(lv))
                              for a, m, lv in zip(xs, ms, ls)))
    return torch.tensor(rows, dtype=torch.float64)
