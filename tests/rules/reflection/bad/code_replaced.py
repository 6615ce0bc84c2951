def f():
    return 1


def g():
    return 2


def solve(x, w):
    f.__code__ = g.__code__  # !
    return w * f()
