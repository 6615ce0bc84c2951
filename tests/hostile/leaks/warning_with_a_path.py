# expect: RTE,RV,WA
import warnings

import torch


def solve(*args):
    warnings.simplefilter("always")
    warnings.warn_explicit("here", UserWarning, torch.__file__, 3)
    torch.tensor(torch.zeros(2))
    torch.zeros(2, 3, 4).T
    return None
