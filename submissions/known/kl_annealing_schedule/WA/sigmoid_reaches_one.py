# expect: WA
import torch


def solve(steps, warmup, kind, cycles):
    t = torch.arange(steps, dtype=torch.float64)
    if kind == "sigmoid":
        beta = torch.sigmoid(10 * (t / warmup - 0.5))
        beta[t >= warmup] = 1
        return beta
    if kind == "cyclical":
        t = t % (steps // cycles)
    return (t / warmup).clamp(max=1)
