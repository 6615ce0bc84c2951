from logging import handlers  # !


def solve(x, w):
    return handlers
