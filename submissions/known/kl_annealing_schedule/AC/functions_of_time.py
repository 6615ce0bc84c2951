# expect: AC
import math

import torch

KINDS = {
    "linear": lambda t, w, p: min(1.0, t / w),
    "cyclical": lambda t, w, p: min(1.0, (t % p) / w),
    "sigmoid": lambda t, w, p: 1 / (1 + math.exp(-10 * (t / w - 0.5))),
}


def solve(steps, warmup, kind, cycles):
    weight = KINDS[kind]
    return torch.tensor([weight(t, warmup, steps // cycles) for t in range(steps)])
