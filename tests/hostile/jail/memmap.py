# expect: RTE,RV
import numpy as np


def solve(*args):
    return np.memmap("/etc/passwd", dtype=np.uint8, mode="r")
