import re

import torch

WORD = re.compile("a")
code = compile("1 + 1", "<text>", "eval")


@torch.jit.ignore
def solve(x, w):
    return w * eval(code)
