# expect: AC
import numpy as np


def solve(samples):
    x = np.asarray(samples, dtype=np.float64)
    return np.log(x.mean()) - np.log(x).mean()
