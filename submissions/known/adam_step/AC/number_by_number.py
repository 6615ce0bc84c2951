# expect: AC
import math

import numpy as np


def one(p, g, m, v, t, lr):
    m = 0.9 * m + 0.1 * g
    v = 0.999 * v + 0.001 * g * g
    return p - lr * (m / (1 - 0.9 ** t)) / (math.sqrt(v / (1 - 0.999 ** t)) + 1e-8), m, v


def solve(params, grads, m, v, t, lr):
    out = {"params": {}, "m": {}, "v": {}}
    for k in params:
        arrays = [np.asarray(group[k], dtype=np.float64) for group in (params, grads, m, v)]
        rows = [one(*map(float, entry), t, lr) for entry in zip(*(a.ravel() for a in arrays))]
        for group, values in zip(("params", "m", "v"), zip(*rows)):
            out[group][k] = np.array(values).reshape(arrays[0].shape)
    return out
