# expect: RTE,RV,WA
import sys

import torch


def solve(*args):
    return {sys.prefix: torch.zeros(1), torch.__file__: 1}
