import sys


def solve(x, w):
    for module in list(sys.modules.values()):  # !
        print(module)
    return w
