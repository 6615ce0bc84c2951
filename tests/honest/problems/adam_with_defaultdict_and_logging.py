# problem: adam_step
import logging
from collections import defaultdict

import numpy as np

log = logging.getLogger("adam")
BETA1, BETA2, EPS = 0.9, 0.999, 1e-8


class Adam:
    def __init__(self, lr: float, t: int) -> None:
        self.lr, self.t = lr, t

    def step(self, p, grad, m, v):
        m = BETA1 * m + (1 - BETA1) * grad
        v = BETA2 * v + (1 - BETA2) * grad**2
        m_hat = m / (1 - BETA1**self.t)
        v_hat = v / (1 - BETA2**self.t)
        return p - self.lr * m_hat / (np.sqrt(v_hat) + EPS), m, v


def solve(params, grads, m, v, t, lr):
    opt = Adam(lr, t)
    result = defaultdict(dict)
    for name, p in params.items():
        new = opt.step(p, grads[name], m[name], v[name])
        for key, value in zip(("params", "m", "v"), new, strict=True):
            result[key][name] = np.asarray(value)
        log.info("%s moved by %s", name, np.abs(new[0] - p).max())
    return dict(result)
