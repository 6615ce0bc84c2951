# expect: WA
import numpy as np


def solve(logits, u, temperature, grad_y):
    l, u, g = (np.asarray(t, dtype=np.float64) for t in (logits, u, grad_y))
    scaled = (l - np.log(-np.log(u))) / temperature
    y = np.exp(scaled - np.logaddexp.reduce(scaled, axis=1, keepdims=True))
    full = np.einsum("nc,ck->nck", y, np.eye(y.shape[1]))
    return {"y": y, "d_logits": np.einsum("nc,nck->nk", g, full) / temperature}
