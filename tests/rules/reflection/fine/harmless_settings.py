import io
import os
import sys
import warnings

import torch

torch.backends.mkldnn.enabled = False
os.environ["X"] = "1"
sys.stdout = io.StringIO()
warnings.simplefilter("ignore")


class Frozen:
    def __init__(self, **kw):
        for k, v in kw.items():
            object.__setattr__(self, k, v)


def solve(x, w):
    return w
