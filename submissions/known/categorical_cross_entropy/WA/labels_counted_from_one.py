# expect: WA
import numpy as np


def solve(logits, labels):
    a, y = np.asarray(logits, dtype=np.float64), np.asarray(labels) - 1
    n = len(a)
    p = np.exp(a - a.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    loss = (a.max(axis=1) + np.log(np.exp(a - a.max(axis=1, keepdims=True)).sum(axis=1)) - a[np.arange(n), y]).mean()
    p[np.arange(n), y] -= 1
    return {"loss": loss, "d_logits": p / n}
