# expect: RTE,RV
import numpy as np


class At:
    __array_interface__ = {"data": (16, False), "shape": (8,), "typestr": "|u1", "version": 3}


def solve(*args):
    return np.asarray(At()) + 1
