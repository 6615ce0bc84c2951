import sys

if sys.version_info >= (3, 11):
    pass


def solve(x, w):
    return w
