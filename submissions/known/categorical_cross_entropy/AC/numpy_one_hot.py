# expect: AC
import numpy as np


def solve(logits, labels):
    a, y = np.asarray(logits, dtype=np.float64), np.asarray(labels)
    n, c = a.shape
    one_hot = np.eye(c)[y]
    e = np.exp(a - a.max(axis=1, keepdims=True))
    p = e / e.sum(axis=1, keepdims=True)
    lse = a.max(axis=1) + np.log(e.sum(axis=1))
    return {"loss": np.mean(lse - (one_hot * a).sum(axis=1)), "d_logits": (p - one_hot) / n}
