# expect: AC
import numpy as np


def solve(steps, warmup, kind, cycles):
    t = np.arange(steps)
    if kind == "sigmoid":
        return 0.5 * (1 + np.tanh(5 * (t / warmup - 0.5)))
    if kind == "cyclical":
        t = np.tile(np.arange(steps // cycles), cycles)
    return np.minimum(1.0, t / warmup)
