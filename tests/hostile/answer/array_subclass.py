# expect: WA,RTE,RV
import numpy as np


class Always(np.ndarray):
    def __array_ufunc__(self, *args, **kwargs):
        return np.zeros(1)

    def __array__(self, *args, **kwargs):
        return np.zeros(1)

    def tobytes(self, order="C"):
        return b"\0" * self.nbytes


def solve(x, w_enc, w_dec, lr, seed):
    return np.concatenate([w_enc.numpy().ravel(), w_dec.numpy().ravel()]).view(Always)
