"""The weight of the divergence for every step of training: linear, cyclical or sigmoid.

Shapes: the weights are (steps,). With no array among the inputs, everything is computed in float64.
"""

import math

import torch
from torch import Tensor


def oracle(steps: int, warmup: int, kind: str, cycles: int) -> Tensor:
    """Return the same step by step, with counters in place of formulas."""
    beta = []
    into_cycle = 0
    for t in range(steps):
        if kind == "sigmoid":
            # 1 / (1 + exp(-2 u)) = (1 + tanh(u)) / 2.
            beta.append((1 + math.tanh(5 * t / warmup - 2.5)) / 2)
            continue
        beta.append(1.0 if into_cycle >= warmup else into_cycle / warmup)
        into_cycle += 1
        if kind == "cyclical" and into_cycle * cycles == steps:
            into_cycle = 0
    return torch.tensor(beta, dtype=torch.float64)


def solve(steps: int, warmup: int, kind: str, cycles: int) -> Tensor:
    """Return the weight beta_t for t = 0 .. steps - 1: (steps,), float64."""
    t = torch.arange(steps, dtype=torch.float64)

    if kind == "sigmoid":
        # One half in the middle of the warm-up; it needs neither a start at 0 nor a cut at 1.
        middle = t / warmup - 0.5
        return 1 / (1 + torch.exp(-10 * middle))

    if kind == "cyclical":
        # A clock that starts again with every cycle; apart from it this is the linear schedule.
        period = steps // cycles
        t = t % period

    ramp = t / warmup
    return ramp.clamp(max=1)
