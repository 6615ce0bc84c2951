# expect: WA scaled
import numpy as np


def solve(samples):
    x = np.asarray(samples, dtype=np.float64)
    return float(np.log2(x.mean()) - np.log2(x).mean())
