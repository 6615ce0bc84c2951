import types


def f():
    return 1


def solve(x, w):
    return types.FunctionType(f.__code__, {})()  # !
