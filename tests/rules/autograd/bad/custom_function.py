import torch


class Square(torch.autograd.Function):  # !
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x * x

    @staticmethod
    def backward(ctx, g):
        (x,) = ctx.saved_tensors
        return 2 * x * g


def solve(x, w):
    return Square.apply(w)
