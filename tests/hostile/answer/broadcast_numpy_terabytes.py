# expect: WA,MLE,RTE,RV
import numpy as np


def solve(*args):
    return np.broadcast_to(np.float32(0), (1 << 20, 1 << 20))
