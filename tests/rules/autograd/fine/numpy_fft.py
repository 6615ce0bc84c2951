import numpy as np


def solve(x, w):
    x = np.asarray(x, dtype=np.float64)
    g = np.gradient(x[0]) if False else x
    e = np.einsum("ij,jk->ik", x, w)
    return np.real(np.fft.ifft(np.fft.fft(e))).astype("float32")
