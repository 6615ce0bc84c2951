import torch


def note(ctx: "torch.autograd.function.FunctionCtx") -> "torch.Tensor":
    return ctx


def solve(x, w, lr):
    return w - lr * x.T @ (x @ w)
