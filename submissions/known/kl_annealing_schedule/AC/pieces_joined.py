# expect: AC
import torch


def line(length, warmup):
    rising = torch.arange(min(length, warmup)) / warmup
    return torch.cat([rising, torch.ones(max(0, length - warmup))])


def solve(steps, warmup, kind, cycles):
    if kind == "linear":
        return line(steps, warmup)
    if kind == "cyclical":
        return line(steps // cycles, warmup).repeat(cycles)
    return torch.sigmoid(torch.linspace(-5, -5 + 10 * (steps - 1) / warmup, steps, dtype=torch.float64))
