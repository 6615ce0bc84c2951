# expect: WA scaled
import numpy as np


def solve(x, logits):
    x, a = np.asarray(x, dtype=np.float64), np.asarray(logits, dtype=np.float64)
    loss = np.mean(np.logaddexp(0, a) - x * a)
    return {"loss": loss, "d_logits": (np.exp(-np.logaddexp(0, -a)) - x) / x.size}
