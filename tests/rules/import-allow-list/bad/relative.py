from . import helper  # !


def solve(x, w):
    return helper.run(w)
