# expect: WA,RTE,RV
import numpy as np


class Equal:
    def __eq__(self, other):
        return True

    def __float__(self):
        return 0.0


def solve(x, w_enc, w_dec, lr, seed):
    return np.array([Equal()] * (w_enc.numel() + w_dec.numel()), dtype=object)
