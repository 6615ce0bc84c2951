# expect: RTE,RV
import numpy as np


def solve(*args):
    return np.fromfile("/etc/hostname", dtype=np.uint8)
