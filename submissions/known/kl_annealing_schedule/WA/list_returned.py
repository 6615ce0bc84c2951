# expect: WA kind
import math


def solve(steps, warmup, kind, cycles):
    if kind == "sigmoid":
        return [1 / (1 + math.exp(-10 * (t / warmup - 0.5))) for t in range(steps)]
    period = steps // cycles if kind == "cyclical" else steps
    return [min(1.0, (t % period) / warmup) for t in range(steps)]
