import numpy as np


def solve(x, w):
    return np.array(w, dtype="complex128")  # !
