# expect: AC
import numpy as np


def solve(x, logits):
    x, a = np.asarray(x, dtype=np.float64), np.asarray(logits, dtype=np.float64)
    n = x.shape[0]
    loss = np.sum(np.logaddexp(0, a) - x * a) / n
    p = np.exp(-np.logaddexp(0, -a))
    return {"loss": float(loss), "d_logits": (p - x) / n}
