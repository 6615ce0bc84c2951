from torch import Tensor


def solve(x, w):
    f = Tensor.backward  # !
    f((x @ w).sum())
