import torch


class F:
    @classmethod
    def forward(cls, ctx, x):
        ctx["x"] = x
        return x * x

    @classmethod
    def backward(cls, ctx, g):
        return 2 * ctx["x"] * g


def solve(x, w):
    ctx = {}
    y = F.forward(ctx, x)
    return F.backward(ctx, y)
