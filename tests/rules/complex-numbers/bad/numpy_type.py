import numpy as np


def solve(x, w):
    return np.asarray(w).astype(complex)  # !
