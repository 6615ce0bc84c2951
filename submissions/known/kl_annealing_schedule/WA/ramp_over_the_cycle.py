# expect: WA
import torch


def solve(steps, warmup, kind, cycles):
    t = torch.arange(steps, dtype=torch.float64)
    if kind == "linear":
        return torch.clamp(t / warmup, max=1.0)
    if kind == "cyclical":
        period = steps // cycles
        return (t % period) / period
    return torch.sigmoid(10 * (t / warmup - 0.5))
