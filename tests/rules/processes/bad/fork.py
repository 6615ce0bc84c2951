from os import fork


def solve(x, w):
    if fork() == 0:  # !
        return x
    return w
