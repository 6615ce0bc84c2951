# expect: WA
import numpy as np


def solve(steps, warmup, kind, cycles):
    t = np.arange(1, steps + 1)
    if kind == "sigmoid":
        return 1 / (1 + np.exp(-10 * (t / warmup - 0.5)))
    if kind == "cyclical":
        t = t % (steps // cycles)
    return np.minimum(1.0, t / warmup)
