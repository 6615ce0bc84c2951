# expect: RTE,RV,WA
import sys

import torch


def solve(*args):
    for name in ("torch", "numpy", "json", "os", "__main__"):
        print(name, getattr(sys.modules.get(name), "__file__", None), getattr(sys.modules.get(name), "__spec__", None))
    raise RuntimeError(torch.__file__ + " " + torch.nn.Linear.forward.__code__.co_filename)
