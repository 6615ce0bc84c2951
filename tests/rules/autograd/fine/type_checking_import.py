from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch.autograd.function import FunctionCtx


def solve(x, w, lr):
    return w - lr * x.T @ (x @ w)
